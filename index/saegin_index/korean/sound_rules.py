"""How Latin spellings sound in Hangul: the tables that `transliteration` works by.

Background is the official loanword orthography (외래어 표기법, 1986, with its tables for English and other languages)
and what people write instead. Everything here is data, so that it can be handed to another program as it is.

In the tables of spellings a row is Hangul and Latin spellings it may stand for, each with its cost after a colon:
nothing for the usual spelling, .1 for another common one, .3 for a loose one. Hangul is whole syllables, a null initial
(ㅇ) standing for none at all; a lone consonant is an initial, one after a hyphen a final. Of `y|$` only the y is
taken, and only before the end of the word; C is any consonant but r.
"""

from __future__ import annotations

from saegin_index.korean.hangul import CHOSEONG, JONGSEONG, JUNGSEONG, PARTS, decompose, is_syllable

_INITIALS = """
ㄱ g gg gh:.1 k:.25 c:.3 kg:.1
ㄲ k:.1 c:.1 cc:.1 g:.3
ㄴ n nn kn gn:.1 pn:.1
ㄷ d dd th:.1 t:.4
ㄸ tt:.1 th:.2 t:.3 d:.3
ㄹ l ll r rr rh wr
ㅁ m mm mb:.1 mn:.1
ㅂ b bb v vv p:.4
ㅃ p:.2 b:.2
ㅅ s ss sc c|e c|i c|y sh|i sh|ee ch|i:.15 st|l:.1 st|m:.1 st|e:.2 sch:.1 th:.1 ps z:.4 x:.2 ch:.3
ㅆ s ss sc c|e c|i c|y th:.05
ㅈ j z zz g|e g|i g|y dg dj ds:.1 dz:.1 ts:.2 s|e:.1 s|i:.1 s|o:.1 s|a:.15 s:.3 x:.2 d|u:.1 d:.4
ㅉ zz ts:.2 z:.2 j:.2
ㅊ ch tch ts tz cz:.1 cc|i:.1 t|u:.1 t|r:.2 c|i:.2 c|e:.1 q:.3 t:.4
ㅋ c k ck cc ch:.1 q kh cq kk qu:.1 g:.6
ㅌ t tt th:.15 pt:.2 dt d:.5
ㅍ p pp f ff ph v:.3 b:.6
ㅎ h wh|o f:.3 j:.4
"""

_FINALS = """
-ㄱ k c ck q cc g:.05 que ke|C:.05 ke|$:.05 gue:.1 ch:.2
-ㄴ n nn ne|C ne|$ gn|$ gn:.1 ng:.3 m:.5
-ㄷ d t
-ㄹ l ll le|C le|$ r:.4
-ㅁ m mm mb me|C me|$ mn|$ mn:.1 n:.3
-ㅂ p pp b bb pe|C:.05 pe|$:.05 be|C:.05 be|$:.05 v:.4 f:.5
-ㅅ t tt dt te|C:.05 te|$:.05 th:.15 s:.2 ss:.2 d:.25
-ㅇ ng nc|t:.1 n|k n|c n|g n|q n|x n:.15
-ㅈ j:.2 z:.2
-ㅊ ch:.2 t:.2
-ㅋ k
-ㅌ t
-ㅍ p
"""

# A final and the initial after it, where one spelling sounds as both.
_MEETINGS = """
-ㄱㅅ x xc cc cs ks
-ㄱㅆ x cc
-ㄱㅈ x
-ㄱㅋ cc k:.1 c:.1
-ㄴㄴ n nn
-ㄹㄹ l ll rl:.1 lr:.1 wl:.2 r:.35
-ㅁㅁ m mm
-ㅂㅍ pp p:.1
-ㅅㅅ ss ts s:.2
-ㅅㅌ tt t:.1
-ㅅㅊ tch ch:.1
-ㅇㄱ ng ngu:.1
-ㅇㅋ nk nc nq nch:.1
ㄱㅈ x:.1
"""

_VOWELS = """
아 a ah aa ar:.05 er|$:.25 or|$:.25 o:.2 u:.15 au:.2 ou:.4
애 a ai:.1 ae:.1 e:.2 ea:.3
야 ya ia:.1 ja:.3 a:.4
얘 ya:.1
어 er or ur ir re|$ eo u e|n:.1 e|l:.1 e|m:.1 e|r:.1 o:.1
어 ar:.1 our:.1 ear:.1 io:.1 a|$:.05 a:.15 ou:.15 ea:.2 au:.2 ia:.2 ough:.2 i:.25
에 e ae a:.1 ea:.05 ai:.1 ei:.1 ay:.1 ey:.1 ie:.2 ye:.3
여 ye yu:.1 yo:.1 io:.1 ia:.2 u:.3
예 ye ie:.1 e:.2
오 o oh a|ll:.1 al|k:.1 oa:.05 ow:.05 or:.05 ore:.05 oe:.1 au:.05 aw:.05 eau:.1 ou:.15 al:.3 augh:.2 oo:.3 a:.4 u:.4
와 wa oa ua oi:.1 wo:.2 whi:.3
왜 wa we:.1
외 oe we:.1 oi:.3 ui:.4
요 yo io:.1 eo:.3
우 u oo w ou:.1 ew:.1 ue|$:.05 ue:.25 ui|C:.05 o|v:.1 wo:.1 wh:.2 o:.2
워 wo wa war wor uo wer:.1 ua:.2 ur:.4
웨 we ue wa:.1 whe:.1 wai:.1
위 wi ui wee uee whi:.1 wy:.1 wea:.1 we:.2
유 u yu you ew iew ue eu iu:.1 ui:.2
으 e|n:.1 o|n:.15 ai|n:.2 e:.2 u:.2 i:.3 o:.35 a:.4
의 ui:.2 i:.3 e:.3
이 i y|$ ee ea|C:.05 ea:.1 ey|$:.05 ie|$:.05 a|g:.1 y:.1 ie:.1 ey:.1 ei:.1 e|C:.1 e:.2 ui|ld:.05 ui:.2 eo:.2 a:.45
"""

# Vowels in a row, one sound in English.
_DIPHTHONGS = """
아어 ar:.15
아우 ou ow au:.1
아우어 ower our ow:.1
아이 i|Ce i|re i|nd i|gh i|gn i|$:.05 i|ra:.05 i|ro:.05 i|ru:.05 i:.1
아이 y|$ y:.05 igh ai:.1 uy ie:.05 ei:.1 ye:.1 ey:.1 eye eigh:.2
아이어 ire ia ie:.1 ir:.1 ier:.1 yer:.1 io:.1 ya:.2
애어 air are ear:.1
에어 air are ere ear:.1
에이 a|Ce a|ti a|ci a|bl a|st a|ta:.05 a:.1 ai ay ey ei:.1 ea:.2
에이어 ayer
오어 ore oar oa oer oor or:.1
오우 ow oa o:.1
와이 wi wy why:.1 wai
와이어 wire
웨어 ware where wear
오이 oi oy
우어 oor our uer wer ure:.1
유어 uer ewer ure:.05 ur:.1
이아 ia ea ya
이어 ear eer ia ier eor io:.1 ea:.1 er:.15
이에 ie ye:.1
이오 io eo
이유 iu
"""

# Consonant and vowel together.
_SYLLABLES = """
브 b ve|C:.05 ve|$ be|C:.05 be|$
크 ke|C:.05 ke|$ que
트 te|C:.05 te|$
프 pe|C:.05 pe|$ fe|C:.05 fe|$
드 de|C:.05 de|$
그 gue
스 s ce|C:.05 ce|$ se|C:.05 se|$ th:.05 the:.05
즈 z se|C:.05 se|$ ze|C:.05 ze|$ ds:.1 s:.15 th:.2
츠 ts tz ch:.2 zz:.1
지 ge|$ ge|s dge|$ dge|s ge:.15 dge:.15
치 ch tch che:.05
-ㅅ지 dge|$ dge:.1
-ㅅ치 tch tche:.1
시 sh che|$:.05 che:.1
셔 tio sio cio ssio shio tia:.2 sha:.1 cia:.1
저 sio:.05 sure:.1 zure:.1 dure:.2
샤 sha sia:.1 sho:.1
셰 she sha:.1 che:.1
슈 shu sue ssue:.1
쇼 sho
처 ture tur cher tua:.1
추 tu:.1
쿠 qu:.1
크스 x cs ks
그ㅈ x:.1
커 que:.1 quer:.1
쿼 que quer qua
튜 tu
-ㄹ으 l
악스 ox:.1
"""

# Names of letters that are no vowels of the tables above. Those of one syllable cost more, as many words have such.
_LETTER_NAMES = """
에프 f, 에이치 h, 제이 j, 케이 k, 엘 l, 엠 m, 엔 n, 알 r, 아르 r, 에스 s, 브이 v, 더블유 w, 더블류 w, 엑스 x,
와이 y, 제트 z
"""
_LETTER_NAME_COST = 0.05
_SHORT_NAMES = """
비 b, 시 c, 씨 c, 디 d, 지 g, 쥐 g, 피 p, 큐 q, 티 t, 비 v, 지 z, 원 1, 투 2, 쓰리 3, 포 4
"""
_SHORT_NAME_COST = 0.12


def units(text: str) -> str:
    """Hangul as the characters that the rules are written in: an initial, vowel or final each, no null initials.

    Finals are the jongseong of Unicode (U+11A8 on), as compatibility jamo do not tell them from initials. Of a double
    final the second consonant sounds as an initial. 쥬 is 주, and 쉬 is 시. What is no syllable stays.
    """
    return text.translate(_UNITS)


# No y is heard after ㅈ, ㅉ and ㅊ, so the orthography writes none; many do, as they write 쉬 and 쉘 for 시 and 셸.
_PLAIN_VOWELS = {
    **{initial: dict(zip("ㅑㅒㅕㅖㅛㅠ", "ㅏㅐㅓㅔㅗㅜ", strict=True)) for initial in "ㅈㅉㅊ"},
    "ㅅ": {"ㅟ": "ㅣ", "ㅞ": "ㅖ"},
}


class _Units(dict[int, str]):
    """Characters to their units, for `str.translate`; filled as it is used."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = found = _syllable(character) if is_syllable(character) else character
        return found


_UNITS = _Units()


def _syllable(character: str) -> str:
    initial, vowel, final = decompose(character)
    vowel = _PLAIN_VOWELS.get(initial, {}).get(vowel, vowel)
    parts = PARTS.get(final, final)
    return (initial + vowel).removeprefix("ㅇ") + _final(parts[:1]) + parts[1:]


def _final(jamo: str) -> str:
    return chr(0x11A7 + JONGSEONG.index(jamo)) if jamo else ""


def _hangul_side(text: str) -> str:
    before, hyphen, after = text.partition("-")
    return before + _final(after[0]) + units(after[1:]) if hyphen else units(text)


_CONSONANTS_BUT_R = "bcdfghjklmnpqstvxz"


def _latin_sides(text: str) -> list[str]:
    return [text.replace("C", letter) for letter in _CONSONANTS_BUT_R] if "C" in text else [text]


def _spellings() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for table in (_INITIALS, _FINALS, _MEETINGS, _VOWELS, _DIPHTHONGS, _SYLLABLES):
        for row in table.strip().splitlines():
            hangul, *spellings = row.split()
            costs = found.setdefault(_hangul_side(hangul), {})
            for spelling in spellings:
                latin, _, cost = spelling.partition(":")
                costs.update(dict.fromkeys(_latin_sides(latin), float(cost or 0)))
    for names, cost_of_name in ((_LETTER_NAMES, _LETTER_NAME_COST), (_SHORT_NAMES, _SHORT_NAME_COST)):
        for name in names.split(","):
            hangul, letter = name.split()
            found.setdefault(units(hangul), {}).setdefault(letter, cost_of_name)
    return found


SPELLINGS: dict[str, dict[str, float]] = _spellings()
"""Units of Hangul to the Latin letters they may stand for and what each costs."""

UNWRITTEN: dict[str, float] = {
    **dict.fromkeys(CHOSEONG, 1.0),
    **dict.fromkeys(map(_final, JONGSEONG[1:]), 1.0),
    **dict.fromkeys(JUNGSEONG, 0.7),
    **{"ㅡ": 0.0, "ㅣ": 0.5, "ㄹ": 0.8, "ㅎ": 0.5, _final("ㄹ"): 0.5, _final("ㅅ"): 0.6, _final("ㅇ"): 0.7},
}
"""What a unit costs that no letter stands for."""

OTHER_VOWEL = 0.6
"""What any vowel costs that is spelled as any other."""

SILENT: tuple[tuple[str, float], ...] = (
    (r"([^aeiou])\1", 0),  # the second of two
    (r".e\$|.e[sd]\$", 0.08),  # code, codes
    (r".e", 0.35),
    (r"er[^aeiouy]", 0.3),  # er is 어
    (r".r[^aeiouy]", 0.08),  # chart
    (r".r", 0.9),
    (r".h", 0.3),
    (r".l[kmf]", 0.15),  # talk
    (r".w", 0.4),
    (r"[gq]u", 0.1),  # guide
    (r".s\$", 0.25),  # plurals
    (r".tc", 0.1),  # match
    (r"\^ps|\^kn|\^wr|\^gn|\^pn", 0.05),
    (r"ng", 0.15),
    (r".gn", 0.1),  # design
    (r".gh", 0.15),
    (r".[aeiouy]", 0.5),
    (r"..", 1),
)
"""What a letter costs that no unit of Hangul stands for, by the letter before it and two after; the first match counts.

`^` and `$` stand for the ends of the word.
"""

_SOUNDS_OF_JAMO = {"K": "ㄱㄲㅋ", "T": "ㄷㄸㅌ", "P": "ㅂㅃㅍ", "S": "ㅅㅆㅈㅉㅊ", "L": "ㄹ", "M": "ㅁ", "N": "ㄴ"}
HANGUL_SOUNDS: dict[str, str] = {jamo: sound for sound, jamos in _SOUNDS_OF_JAMO.items() for jamo in jamos}
"""Consonants, initial or final, to their sound in a key. A final ㅅ is T too (넷), a final ㅇ is N."""

LATIN_SOUNDS: tuple[tuple[str, str], ...] = (
    (r"^(?:kn|gn|pn)", "N"),
    (r"^ps", "S"),
    (r"^wr", "L"),
    (r"^x", "S KS"),
    (r"ch", "S K"),
    (r"^[cg](?=[^aeiouylrhn])", "K S"),
    (r"cc(?=[eiy])", "KS S K"),
    (r"nct", "NKT NT NS"),
    (r"c(?=[eiy])", "S"),
    (r"gh", "- K"),
    (r"gn", "N KN"),
    (r"g(?=[eiy])", "K S"),
    (r"ng(?=[eiy])", "NS N NK"),
    (r"ng", "N NK"),
    (r"lk", "LK K"),
    (r"mb(?![aeiouylr])", "M MP"),
    (r"mn$", "M MN"),
    (r"st(?=l|en|m)", "S ST"),
    (r"th", "T S"),
    (r"t(?=u|i[ao])", "T S"),
    (r"d(?=u)", "T S"),
    (r"dg(?=[eiy])", "S"),
    (r"ph", "P"),
    (r"x", "KS"),
    (r"re$", "- L"),
    (r"re(?=[^aiouy])", "L -"),
    (r"^rh|r(?=[aeiouy])", "L"),
    (r"r(?=[^aeiouy])", "- L"),
    (r"[ckqg]", "K"),
    (r"[td]", "T"),
    (r"[bpvf]", "P"),
    (r"(?<=...)s$", "S -"),
    (r"[sjz]", "S"),
    (r"l", "L"),
    (r"m", "M"),
    (r"n", "N"),
)
"""Patterns of Latin letters to their sounds, each further one a fork and `-` none; the first that matches counts.

h, w, y and vowels have no sound in a key.
"""

_SOUNDS_OF_NAMES = {"K": "kq", "T": "dt", "P": "bfpv", "S": "cghjsz", "L": "lr", "M": "m", "N": "n"}
LETTER_SOUNDS: dict[str, str] = {
    **{letter: sound for sound, letters in _SOUNDS_OF_NAMES.items() for letter in letters},
    **{"w": "TPL", "x": "KS"},
}
"""The sound in a key of a letter's name: html is 에이치티엠엘."""

ACRONYM = "[a-z]{1,4}|[b-df-hj-np-tv-xz]{5}"
"""What may be read letter by letter."""

TOLERANCES: tuple[tuple[int, float], ...] = ((4, 0.015), (5, 0.02), (6, 0.03), (7, 0.045), (8, 0.06), (10, 0.06))
"""The highest mismatch believed of Hangul of fewer units than so many; of longer Hangul it is `TOLERANCE`."""
TOLERANCE = 0.1
TOLERANCE_OF_LITTLE = 0.025
"""What is believed at most of words of one consonant, or of two letters."""
TRUSTED = 0.05
"""What is believed at most of two words that a blog both has."""
