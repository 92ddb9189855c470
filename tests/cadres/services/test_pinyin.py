"""Names in letters, above all the surnames that dictionaries get wrong."""

import pytest

from cadres.services.pinyin import spell


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("单小明", "shanxiaoming", "sxm"),
        ("曾国", "zengguo", "zg"),
        ("仇立新", "qiulixin", "qlx"),
        ("查若兰", "zharuolan", "zrl"),
        ("区洪", "ouhong", "oh"),
        ("解放", "xiefang", "xf"),
        ("尉迟川刚", "yuchichuangang", "yccg"),
        ("万俟远", "moqiyuan", "mqy"),
        ("欧阳春", "ouyangchun", "oyc"),
        ("吕思齐", "lvsiqi", "lsq"),
        ("巴特尔·苏和", "bateersuhe", "btesh"),
        ("", "", ""),
    ],
)
def test_spelling(name: str, full: str, initials: str) -> None:
    assert (spell(name).full, spell(name).initials) == (full, initials)
