"""Drawn pictures for previews: a card, a head, a desk. Nobody real, no file."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter, QPainterPath

from kiosk.ports.camera import Image
from ui import theme


def _drawn(width: int, height: int, draw: Callable[[QPainter], None]) -> QImage:
    picture = QImage(width, height, QImage.Format.Format_BGR888)
    picture.fill(QColor("#cfd6d2"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return picture


def _array(picture: QImage) -> Image:
    raw = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    return raw[:, : 3 * picture.width()].reshape(picture.height(), picture.width(), 3).copy()


def _jpeg(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "JPEG", 90)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _head(painter: QPainter, box: QRectF, ground: str) -> None:
    shade = QLinearGradient(box.topLeft(), box.bottomRight())
    shade.setColorAt(0, QColor(ground))
    shade.setColorAt(1, QColor(ground).darker(118))
    painter.fillRect(box, shade)
    painter.setPen(Qt.PenStyle.NoPen)
    middle, unit = box.center().x(), box.height() / 10
    shoulders = QPainterPath()
    shoulders.addRoundedRect(
        QRectF(middle - 3.6 * unit, box.top() + 7.4 * unit, 7.2 * unit, 5 * unit), 2 * unit, 2 * unit
    )
    painter.setClipRect(box)
    painter.setBrush(QColor("#4d6a78"))
    painter.drawPath(shoulders)
    painter.setBrush(QColor("#d9b08f"))
    painter.drawRect(QRectF(middle - 0.8 * unit, box.top() + 6 * unit, 1.6 * unit, 2 * unit))
    painter.setBrush(QColor("#3a3532"))
    painter.drawEllipse(QRectF(middle - 2.2 * unit, box.top() + 1.5 * unit, 4.4 * unit, 4.6 * unit))
    painter.setBrush(QColor("#e6bf9f"))
    painter.drawEllipse(QRectF(middle - 1.9 * unit, box.top() + 2.2 * unit, 3.8 * unit, 4.9 * unit))
    painter.setBrush(QColor("#2f2a27"))
    for side in (-1, 1):
        painter.drawEllipse(QPointF(middle + side * 0.8 * unit, box.top() + 4.4 * unit), 0.2 * unit, 0.2 * unit)
    painter.setBrush(QColor("#b5705f"))
    painter.drawRoundedRect(QRectF(middle - 0.7 * unit, box.top() + 5.8 * unit, 1.4 * unit, 0.25 * unit), 4, 4)
    painter.setClipping(False)


def face_frame() -> Image:
    """What the face camera would see, 640 by 360."""
    return _array(_drawn(640, 360, lambda painter: _head(painter, QRectF(0, 0, 640, 360), "#b9c6bf")))


ROOM = "#b9c6bf"
"""The ground behind a live face."""


def portrait(ground: str = "#e8eef2") -> bytes:
    """A head and shoulders, JPEG."""
    return _jpeg(_drawn(300, 370, lambda painter: _head(painter, QRectF(0, 0, 300, 370), ground)))


def _card(painter: QPainter, box: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#eef3f4"))
    painter.drawRoundedRect(box, 16, 16)
    font = QFont(theme.SANS)
    font.setPixelSize(round(box.height() / 15))
    painter.setFont(font)
    lines = ("姓名  样张", "性别  女    民族  汉", "出生  1952 年 3 月 8 日", "住址  示范省示范市示范路 1 号")
    for index, line in enumerate(lines):
        painter.setPen(QColor("#2a4a5e"))
        place = QPointF(box.left() + box.width() * 0.06, box.top() + box.height() * (0.18 + 0.15 * index))
        painter.drawText(place, line)
    number = QPointF(box.left() + box.width() * 0.06, box.top() + box.height() * 0.9)
    painter.drawText(number, "公民身份号码  000000 19520308 0000")
    wide = box.width() * 0.24
    portrait_place = QRectF(box.right() - wide * 1.25, box.top() + box.height() * 0.16, wide, wide * 1.23)
    _head(painter, portrait_place, "#dfe7ec")


def card_jpeg() -> bytes:
    """The front of a specimen card that belongs to nobody, JPEG."""
    return _jpeg(_drawn(856, 540, lambda painter: _card(painter, QRectF(0, 0, 856, 540))))


def _page(painter: QPainter, box: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#eef1ec"))
    painter.drawRoundedRect(box, 16, 16)
    font = QFont(theme.SANS)
    font.setPixelSize(round(box.height() / 17))
    painter.setFont(font)
    painter.setPen(QColor("#2a4a5e"))
    lines = ("PASSPORT / UTOPIA", "SPECIMEN, MARIA", "UTOPIAN   F   01 JAN 1960", "SPEC12345   30 JUN 2035")
    for index, line in enumerate(lines):
        painter.drawText(
            QPointF(box.left() + box.width() * 0.36, box.top() + box.height() * (0.16 + 0.13 * index)), line
        )
    high = box.height() * 0.5
    place = QRectF(box.left() + box.width() * 0.06, box.top() + box.height() * 0.1, high / 1.23, high)
    _head(painter, place, "#dfe7ec")
    painter.setPen(QColor("#20302a"))
    font = QFont("monospace")
    font.setPixelSize(round(box.width() / 28))
    painter.setFont(font)
    for index, line in enumerate(
        ("P<UTOSPECIMEN<<MARIA<<<<<<<<<<<<<<<<<<<<<<<<", "SPEC123452UTO6001010F3506307<<<<<<<<<<<<<<06")
    ):
        painter.drawText(
            QPointF(box.left() + box.width() * 0.04, box.top() + box.height() * (0.82 + 0.1 * index)), line
        )


def page_jpeg() -> bytes:
    """The page of a specimen passport that belongs to nobody, JPEG."""
    return _jpeg(_drawn(760, 540, lambda painter: _page(painter, QRectF(0, 0, 760, 540))))


def desk_frame() -> Image:
    """What the document camera would see: a card on a desk."""

    def draw(painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, 800, 600), QColor("#6b5b4b"))
        painter.translate(400, 300)
        painter.rotate(-1.5)
        _card(painter, QRectF(-290, -183, 580, 366))

    return _array(_drawn(800, 600, draw))
