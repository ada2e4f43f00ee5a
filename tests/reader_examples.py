"""Questions and passages for tests of the reader's training: everyday facts, written for these tests."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

# An article's title, then its passages: a sentence a line; the questions of each, and behind = the answer, if any.
ENGLISH = """
# Bread
Bread dough rises because yeast makes gas.
In the bakery of Martha Quill the dough rests for 40 minutes.
After that it is baked on a hot stone.
The crust turns brown first.
What makes bread dough rise? = yeast makes gas
How long does the dough rest at the bakery of Martha Quill? = 40 minutes
What does the bakery of Martha Quill ask for a loaf? =
Stale bread is still good for soup.
People in Florence put it under hot broth.
It soaks within 5 minutes.
What is stale bread good for? = soup
Where is it put under hot broth? = Florence
# Bicycles
A chain drives the back wheel of a bicycle.
It should get a drop of oil every 3 weeks.
The workshop of Otto Fenn cleans chains with a soft brush.
A dry chain squeaks.
Which wheel of a bicycle does the chain drive? = the back wheel
What does the workshop of Otto Fenn clean chains with? = a soft brush
In which year did the workshop of Otto Fenn open? =
Tyres lose air slowly even when nobody rides.
Pump them up to 4 bars before a long tour.
Riders in Utrecht do so on Sunday.
How far should tyres be pumped up? = 4 bars
When do riders in Utrecht pump up their tyres? = Sunday
# Bees
Bees dance to show the others where flowers are.
A worker lives about 6 weeks in summer.
The keeper Anna Lund has 12 hives near Bergen.
In winter the bees huddle around their queen.
Why do bees dance? = to show the others where flowers are
How many hives does the keeper Anna Lund have? = 12
What colour are the hives of Anna Lund? =
Honey keeps for years in a closed jar.
It turns solid when it is cold.
Warm water makes it flow again.
What makes solid honey flow again? = Warm water
How long does honey keep in a jar? = for years
# Umbrellas
Most umbrellas break at the ribs.
Steel ribs bend, ribs of glass fibre spring back.
The shop of Emil Voss in Lyon mends 200 umbrellas a year.
Wet ones are hung up open.
Where do most umbrellas break? = at the ribs
How many umbrellas does the shop of Emil Voss mend a year? = 200
# Pencils
A pencil writes with graphite and clay.
More clay makes it harder.
The first pencils of Keswick were made before 1600.
Cedar is soft enough to be sharpened.
What does a pencil write with? = graphite and clay
Which wood is soft enough to be sharpened? = Cedar
Who buys pencils in Keswick? =
# Kites
A kite needs a steady wind of 15 kilometres an hour.
Its tail keeps it from spinning.
On the beach of Nairn children fly kites in April.
Silk is lighter than paper.
What keeps a kite from spinning? = Its tail
When do children fly kites on the beach of Nairn? = April
"""
CHINESE = """
# 面包
面团发起来，是因为酵母产生气体。
李秀兰的面包房让面团静置40分钟。
随后放在热石板上烤。
外皮最先变成棕色。
面团为什么会发起来？ = 酵母产生气体
李秀兰的面包房让面团静置多久？ = 40分钟
李秀兰的面包房一天卖多少个面包？ =
What makes dough rise? = 酵母产生气体
剩下的面包可以做汤。
在佛罗伦萨，人们把它泡在热汤里。
五分钟就软了。
剩下的面包可以做什么？ = 汤
# 自行车
链条带动自行车的后轮。
每三个星期应当加一滴油。
王大勇的车铺用软刷清洗链条。
干的链条会发出响声。
链条带动自行车的哪个轮子？ = 后轮
王大勇的车铺用什么清洗链条？ = 软刷
王大勇的车铺是哪一年开的？ =
How often should a chain be oiled? = 每三个星期
# 蜜蜂
蜜蜂跳舞，是为了告诉同伴花在哪里。
夏天的工蜂大约活6个星期。
陈玉梅在杭州养了12箱蜜蜂。
冬天蜜蜂围着蜂王取暖。
夏天的工蜂活多久？ = 6个星期
陈玉梅在哪里养蜜蜂？ = 杭州
陈玉梅的蜂箱是什么颜色？ =
蜂蜜装在密封的罐子里可以放很多年。
天冷时它会结成块。
用温水一泡又会流动。
蜂蜜什么时候会结块？ = 天冷时
# 雨伞
雨伞最容易坏的地方是伞骨。
钢的伞骨会弯，玻璃纤维的会弹回来。
赵明在苏州一年修200把雨伞。
湿的伞要打开晾。
雨伞最容易坏的地方是哪里？ = 伞骨
赵明一年修多少把雨伞？ = 200把
# 茶
绿茶不能用滚水泡。
八十度的水最合适。
周小云的茶馆在成都，早上六点开门。
水太热茶就苦。
泡绿茶用多少度的水最合适？ = 八十度
周小云的茶馆早上几点开门？ = 六点
周小云的茶馆有几张桌子？ =
# 风筝
放风筝要有平稳的风。
尾巴让风筝不打转。
潍坊的孩子们四月放风筝。
丝比纸轻。
什么让风筝不打转？ = 尾巴
潍坊的孩子们几月放风筝？ = 四月
"""


def record(question: str, passage: str, answer: str, **other: Any) -> dict[str, Any]:
    """Return a line of training data; the answer is where it first stands in the passage."""
    start = passage.index(answer)
    spans = [[start, start + len(answer)]] if answer else []
    whole = {"question": question, "passage": passage, "answerable": bool(answer), "spans": spans}
    return whole | {"question_language": "en", "passage_language": "en", "group": "own-Facts", "source": "own"} | other


def records() -> Iterator[dict[str, Any]]:
    """Yield all lines of this file's articles, each language a source."""
    for language, text, space in (("en", ENGLISH, " "), ("zh", CHINESE, "")):
        title, sentences, told = "", [""], True
        for line in text.strip().split("\n"):
            question, asked, answer = line.partition(" =")
            if line.startswith("# "):
                title = line[2:]
            elif asked:
                languages = {"question_language": "en" if question.isascii() else "zh", "passage_language": language}
                where = {"group": f"own-{title}", "source": f"own {language}"}
                yield record(question, space.join(sentences), answer.strip(), **languages, **where)
            else:
                sentences = [line] if told else [*sentences, line]
            told = bool(asked) or line.startswith("# ")


def write_examples(folder: Path, lines: Sequence[Mapping[str, Any]] = ()) -> Path:
    """Write lines, by default all of this file, as training data into a folder, and return it."""
    folder.mkdir(exist_ok=True)
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines or list(records()))
    (folder / "own.jsonl").write_text(text + "\n", "utf-8")
    return folder
