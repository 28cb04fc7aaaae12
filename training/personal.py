"""Personal data in passages: contact details, document numbers, names of people by pattern."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import phonenumbers

from training.corpus import LabelledPassage
from training.fault import Fault

_CONTACTS: Final = {
    "e-mail address": re.compile(r"\b[\w.+-]+@[\w-]+\.\w{2,}"),
    "link": re.compile(r"https?://|www\.|\bt\.me/", re.IGNORECASE),
    "handle": re.compile(r"(?<!\w)@\w{3,}"),
    "document number": re.compile(r"\b\d{2}\s?\d{2}\s\d{6}\b|\b[A-ZА-Я]{2}\s?\d{7}\b"),
}

# A first name, alone or with a patronymic, tells nobody; with a surname it is somebody. Russian and
# Ukrainian ones are stems, to which a case ending is added.
_FIRST_NAMES: Final = (
    "Ahmad Ahmed Aidar Aigul Akmal Alex Alexander Alexei Ali Alisher Amina Anatoly Andrei Andrew Anna "
    "Anton Aziz Azamat Bakhtiyor Bekzod Bilal Bobur Carlos Charles Dastan David Denis Dilshod Dmitry "
    "Dmitri Elena Emmanuel Erlan Farrukh Fatima George Grace Hassan Hussein Ibrahim Igor Ilya Irina Ivan "
    "Jahongir James Jamshid Javier John Jose Joseph Juan Karim Khalid Kwame Luis Maria Mary Maxim Michael "
    "Mikhail Mohamed Mohammed Muhammad Musa Natalia Nikolai Nodir Nurlan Oleg Olga Omar Otabek Oybek Paul "
    "Pavel Peter Prakash Rahim Raj Ramzan Ravshan Robert Roman Rustam Said Samuel Sanjar Sardor Sergei "
    "Sergey Sherzod Shukhrat Stanislav Svetlana Tatiana Timur Umar Vadim Viktor Vitaly Vladimir Yevgeny "
    "Yuri Yusuf Zafar Zarina Абдулл Азамат Азиз Айгуль Айдар Акмал Александр Алексей Алексе Алишер Амир "
    "Анатоли Андрей Андре Анн Антон Бахтиёр Бекзод Бобур Богдан Вадим Валентин Василий Васили Виктор "
    "Витали Владимир Вячеслав Дастан Денис Дилшод Дмитри Дмитро Евгени Елен Ерлан Жахонгир Зарин Зафар "
    "Иван Игор Ильдар Ирин Карим Максим Мари Михаил Михайл Мухаммад Наталь Никола Нодир Нурлан Олег "
    "Олександр Ольг Отабек Павел Павл Петр Пётр Равшан Роман Рустам Саид Санжар Сардор Светлан Серге "
    "Сергій Станислав Татьян Тимур Умар Фаррух Фарход Шерзод Эркин Юри Юсуф Ярослав"
).split()

_CAPITAL = r"[A-ZА-ЯЁІЇЄҐЎҚҒҲҶӢӮӘӨҮҰҢҺ]"
_SMALL = r"[a-zа-яёіїєґўқғҳҷӣӯәөүұңһ’ʻʼ'-]"
_PATRONYMIC = r"(?:(?:ов|ев|йов|ь)ич(?:а|у|ем|ом|е|і)?|(?:ов|ев|ів|їв)н(?:а|ы|и|у|ой|ою|е|і))\b"
_SURNAME_END = (
    r"(?:[оеё]в|[оеё]ва|[оеё]вым|[оеё]вой|[оеё]ву|ин|ина|иной|иным|ину|ский|ская|ского|ской|енко|чук|швили|дзе|заде|зода|"
    r"ov|ova|ev|eva|yev|yeva|sky|enko|chuk|shvili|dze|zade|zoda)\b"
)
_NAMES: Final = (
    # First name and surname.
    re.compile(
        rf"\b(?:{'|'.join(_FIRST_NAMES)})(?:й|ю|я|и|а|у|ы|е|о|ом|ем|ой|ей|єм)?\s"
        rf"(?!\w+{_PATRONYMIC})(?P<surname>{_CAPITAL}{_SMALL}{{2,}})"
    ),
    # Name, patronymic and surname in either order.
    re.compile(rf"{_CAPITAL}{_SMALL}+\s\w+{_PATRONYMIC}\s(?P<surname>{_CAPITAL}{_SMALL}{{2,}})"),
    re.compile(rf"(?P<surname>{_CAPITAL}{_SMALL}+{_SURNAME_END})\s{_CAPITAL}{_SMALL}+\s\w+{_PATRONYMIC}"),
    # Initials and surname.
    re.compile(rf"\b{_CAPITAL}\.\s?{_CAPITAL}\.\s?(?P<surname>{_CAPITAL}{_SMALL}{{2,}})"),
    re.compile(rf"\b{_CAPITAL}\.\s?(?P<surname>{_CAPITAL}{_SMALL}{{2,}}{_SURNAME_END})"),
    # An honorific or a rank and a surname.
    re.compile(
        r"\b(?:Mr|Mrs|Ms|Dr|Sgt|Capt|Col|Lt|Maj|Judge|Colonel|Captain|Sergeant|Major|Lieutenant)\.? "
        r"(?!General\b)(?P<surname>[A-Z][a-z]{2,})"
    ),
)

_PUBLIC: Final = (
    "Putin",
    "Kadyrov",
    "Prigozhin",
    "Zelensky",
    "Путин",
    "Кадыров",
    "Пригожин",
    "Зеленськ",
    "Зеленск",
)
"""Heads of state and of armies may be named: what they order is what the passages are about."""

_STREETS: Final = ("Хмельницьк", "Хмельницк")
"""Names that are places, units or brands by now."""


def personal_data(passages: Sequence[LabelledPassage]) -> Iterator[Fault]:
    """Yield passages with contact details, document numbers or somebody's full name."""
    for passage in passages:
        for kind, pattern in _CONTACTS.items():
            if pattern.search(passage.text):
                yield Fault("personal data", (passage.id,), kind)
        if any(True for _ in phonenumbers.PhoneNumberMatcher(passage.text, "RU")):
            yield Fault("personal data", (passage.id,), "phone number")
        if _names_somebody(passage.text):
            yield Fault("personal data", (passage.id,), "name of a person")


def _names_somebody(text: str) -> bool:
    known = (*_PUBLIC, *_STREETS)
    return any(
        not found["surname"].startswith(known) for pattern in _NAMES for found in pattern.finditer(text)
    )
