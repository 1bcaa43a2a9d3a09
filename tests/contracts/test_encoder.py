"""What an encoder keeps: fragments that play, at any prefix."""

from itertools import pairwise

import pytest

from kiosk.devices.encoder_pyav import PyavEncoderFactory
from kiosk.ports.encoder import EncoderFactory, Fragment
from tests.devices.pictures_and_sound import grey_frame, levels, loudness, media_of, tone_chunk

BEGAN = 1000.0


@pytest.fixture(params=[False, True], ids=["usual", "hasty"])
def factory(request: pytest.FixtureRequest) -> EncoderFactory:
    return PyavEncoderFactory(hasty=request.param)


def record(factory: EncoderFactory, seconds: float = 3.0, *, sound: bool = True) -> list[Fragment]:
    """25 pictures a second, each 2 levels brighter; the borrower's tone in the 2nd second, the guide's in the 3rd."""
    fragments: list[Fragment] = []
    encoder = factory.open(64, 48, 25, BEGAN, fragments.append)
    frames = [(n / 25, n) for n in range(int(seconds * 25))]
    chunks = [((n + 1) * 0.032, None) for n in range(int(seconds / 0.032))] if sound else []
    for at, number in sorted(frames + chunks, key=lambda event: event[0]):
        if number is None:
            encoder.push_sound(tone_chunk(BEGAN + at, loud=1 <= at < 2), guide=False)
            if 2 <= at - 0.032 < 2.5:
                encoder.push_sound(tone_chunk(BEGAN + at), guide=True)
        else:
            encoder.push_frame(grey_frame(number, BEGAN + at, 20 + 2 * number))
    encoder.close()
    encoder.close()
    return fragments


class TestEncoder:
    def test_fragments_are_counted_short_and_in_order(self, factory: EncoderFactory) -> None:
        fragments = record(factory)
        assert [fragment.index for fragment in fragments] == list(range(len(fragments)))
        assert fragments[0].media[4:8] == b"ftyp"
        assert all(fragment.media[4:8] == b"moof" for fragment in fragments[1:])
        assert all(fragment.ends - fragment.begins <= 0.55 for fragment in fragments)
        assert all(one.ends == pytest.approx(other.begins, abs=0.05) for one, other in pairwise(fragments[1:]))
        assert fragments[-1].ends == pytest.approx(3.0, abs=0.1)

    def test_any_prefix_plays(self, factory: EncoderFactory) -> None:
        fragments = record(factory)
        for count in range(2, len(fragments) + 1):
            seen = levels(media_of(fragments[:count]))
            assert len(seen) == pytest.approx(fragments[count - 1].ends * 25, abs=2)
            assert [level for _, level in seen] == pytest.approx([20 + 2 * n for n in range(len(seen))], abs=4)
        assert len(levels(media_of(fragments))) == 75

    def test_a_cut_last_fragment_loses_only_itself(self, factory: EncoderFactory) -> None:
        fragments = record(factory)
        whole = levels(media_of(fragments[:-1]))
        cut = levels(media_of(fragments)[: -len(fragments[-1].media) // 2])
        assert cut[: len(whole)] == whole

    def test_sound_lies_where_it_was_heard_on_its_own_track(self, factory: EncoderFactory) -> None:
        media = media_of(record(factory))
        for track, begins, ends in ((0, 1.0, 2.0), (1, 2.0, 2.5)):
            loud = [at for at, level in loudness(media, track) if level > 0.08]
            assert loud[0] == pytest.approx(begins, abs=0.05)
            assert loud[-1] == pytest.approx(ends, abs=0.06)

    def test_pictures_keep_their_own_times(self, factory: EncoderFactory) -> None:
        fragments: list[Fragment] = []
        encoder = factory.open(64, 48, 25, BEGAN, fragments.append)
        times = [0.0, 0.04, 0.12, 0.5, 0.51, 1.4, 1.44]
        for number, at in enumerate(times):
            encoder.push_frame(grey_frame(number, BEGAN + at, 100))
        encoder.close()
        seen = [at for at, _ in levels(media_of(fragments))]
        assert [at - seen[1] for at in seen[1:]] == pytest.approx([at - 0.04 for at in times[1:]], abs=0.002)

    def test_frames_out_of_order_are_left_out(self, factory: EncoderFactory) -> None:
        fragments: list[Fragment] = []
        encoder = factory.open(64, 48, 25, BEGAN, fragments.append)
        for number, at in enumerate([-0.5, 0.0, 0.04, 0.04, 0.02, 0.08]):
            encoder.push_frame(grey_frame(number, BEGAN + at, 100))
        encoder.close()
        encoder.push_frame(grey_frame(9, BEGAN + 9, 100))
        assert len(levels(media_of(fragments))) == 3

    def test_without_any_sound_it_still_goes_out_in_time(self, factory: EncoderFactory) -> None:
        fragments: list[Fragment] = []
        encoder = factory.open(64, 48, 25, BEGAN, fragments.append)
        for number in range(100):
            encoder.push_frame(grey_frame(number, BEGAN + number / 25, 100))
            assert number / 25 - fragments[-1].ends < 1.0
        encoder.close()

    def test_without_any_picture_the_sound_goes_out_in_time(self, factory: EncoderFactory) -> None:
        fragments: list[Fragment] = []
        encoder = factory.open(64, 48, 25, BEGAN, fragments.append)
        for number in range(150):
            at = (number + 1) * 0.032
            encoder.push_sound(tone_chunk(BEGAN + at), guide=False)
            assert at - fragments[-1].ends < 1.5
        encoder.close()
        assert fragments[-1].ends == pytest.approx(4.8, abs=0.1)
