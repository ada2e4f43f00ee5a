"""Articles that tests make up: two on one subject in each language, and any number in invented words."""

import random

from ingest.documents import Document, Link
from ingest.status import Source

LAMP = (
    "A lighthouse lens bends the light of one small lamp into a beam that ships can see from thirty kilometres away.",
    "Augustin Fresnel cut the thick glass into rings in 1822, so that most of its weight was gone.",
    "Each ring is a prism of its own; together they throw the light forward as one polished lens would.",
    "The keeper wound a clockwork every four hours, and the whole lens turned on a bath of mercury without friction.",
    "A ship tells one tower from another by the rhythm: two flashes in ten seconds here, a long one in six there.",
    "Electric lamps came in 1858 at South Foreland, but oil burned in most towers until the nineteen thirties.",
    "Today a lamp of the size of a thumb does the work, and a sensor changes it when it fails.",
    "The old lenses stand in museums, where visitors walk around prisms taller than themselves.",
)
TOWER = (
    "Building a lighthouse on a rock in the sea is a matter of waiting: on Bell Rock masons had two hours a tide.",
    "John Smeaton dovetailed granite blocks into each other in 1759, because no mortar set before the water came back.",
    "The curve of the tower, wide at its foot like an oak, leads the waves upwards and takes their force.",
    "Stones were cut and fitted on land, numbered, taken apart again and shipped out one by one in calm weather.",
    "A lighthouse lens was the last thing to arrive, packed in straw, for it cost as much as half the tower.",
    "Keepers lived there for a month at a time, three of them, so that two could go on if one fell ill.",
    "Concrete replaced granite after 1900, and helicopters replaced the boats that could not land for weeks.",
)
ENGINE = (
    "图计算引擎的第一步是切分：把十亿条边分给几十台机器，让每台机器分到的边数差不多。",
    "按点切分时，一条边可能跨两台机器，每一轮迭代都要为它发一次消息，网络很快成为瓶颈。",
    "按边切分则把高度数的点复制到多台机器上，只同步这些副本的值，消息数与副本数成正比。",
    "我们在十六台机器上做了比较：幂律图用按边切分快三倍，道路网用按点切分反而更快。",
    "第二步是调度，同步模型每轮等最慢的机器，异步模型不等，但结果要多走几轮才会收敛。",
    "实践中常用折中的办法：机器之间最多差三轮，既不必空等，也不会让旧值传播得太远。",
    "最后一步是容错，每十轮写一次检查点，机器坏了就从最近的检查点重新开始计算。",
    "检查点写在本地磁盘并复制到邻居，写一次大约占整轮时间的百分之五，大家都能接受。",
    "如果内存不够，引擎会把边按块放在固态硬盘上顺序读取，只有点的值一直留在内存里面。",
    "顺序读取每秒可以达到两吉字节，所以一台普通的工作站也能在几分钟内走完一轮大图迭代。",
    "这样的单机方案省去了网络和协调的开销，在中等规模的数据上常常比小集群还要快一些。",
)
SAMPLER = (
    "训练图神经网络时，邻居采样往往比矩阵乘法更慢，因为它在内存里到处跳着读数据。",
    "一个点有上千个邻居，取两层就是百万个点，所以每层只随机取十个到二十五个邻居。",
    "采样放在处理器上做，特征放在显存里缓存，度数高的点被访问得最多，先缓存它们。",
    "图计算引擎的切分方法在这里同样有用：子图放在同一台机器，跨机器的采样就少得多。",
    "另一种做法是按簇取批次，先把图聚成几千个簇，每次训练随机取其中几个簇合在一起。",
    "这样批次之内的边都在，不必再采样，代价是每个批次的分布与整张图有一点偏差。",
)
FRAME_EN = "Shared by a reader of our weekly letter. Subscribe to get the next one on Monday morning."
FRAME_ZH = "本文由读者推荐，经作者同意转载，版权归原作者所有。欢迎关注本号，每周一更新。"


def prose(*sentences: str) -> str:
    """Return sentences as paragraphs."""
    return "\n\n".join(sentences)


def invented(seed: int, characters: int, language: str = "en") -> str:
    """Return a text of its own in words that mean nothing."""
    chance = random.Random(seed)
    letters = "abcdefghijklmnoprstuvw" if language == "en" else [chr(code) for code in range(0x4E00, 0x5400)]
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(characters // 5)]
    return (" " if language == "en" else "，").join(words)[:characters]


def document(url: str, text: str, published: str | None = None, *, link: str = "", kind: str = "page") -> Document:
    """Return a document of a link, which is its own address unless another is given."""
    made = Document(Link(link or url, ()), url, "", text, (), Source.ARCHIVE, None, published)
    return made if kind == "page" else Document(made.link, url, "", text, (), Source.STUB, kind="list")
