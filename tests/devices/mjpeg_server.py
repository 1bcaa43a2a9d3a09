"""A camera on the loopback: an MJPEG stream over HTTP that can freeze and be cut. The device adapter's rig."""

import http.server
import threading

import numpy as np

from kiosk.devices.vision.opencv import cv2


def jpeg_of(number: int, size: tuple[int, int] = (160, 120)) -> bytes:
    """A picture whose grey level tells its number apart."""
    picture = np.full((size[1], size[0], 3), (number * 40) % 200 + 20, np.uint8)
    return bytes(cv2.imencode(".jpg", picture)[1])


class MjpegServer:
    """`frozen`: sends nothing more but keeps the connection; `cut`: closes it; `damage`: every third is noise;
    `still`: sends the same picture again and again."""

    def __init__(self) -> None:
        self.frozen, self.cut, self.damage = threading.Event(), threading.Event(), threading.Event()
        self.still = threading.Event()
        rig = self

        class Stream(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                number = 0
                try:
                    while not rig.cut.wait(0.02):
                        if rig.frozen.is_set():
                            continue
                        jpeg = jpeg_of(0 if rig.still.is_set() else number)
                        if rig.damage.is_set() and number % 3 == 2:
                            jpeg = jpeg[:20] + b"\x00\xff\x13" * 40
                        head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
                        self.wfile.write(head.encode() + jpeg + b"\r\n")
                        number += 1
                except OSError:
                    return

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stream)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/camera.mjpg"

    def close(self) -> None:
        """End."""
        self.cut.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
