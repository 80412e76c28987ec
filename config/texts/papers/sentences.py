"""What people read when a template is wrong, or a paper cannot be made so: what it is, and what to do."""


def _of(file: str) -> str:
    return f"文书模板 papers/{file}："


def not_docx(file: str) -> str:
    """No Word file, or a broken one."""
    return f"{_of(file)}打不开，应为Word文档（.docx）；请用Word或WPS另存为“Word文档（.docx）”后再放入。"


def too_big(file: str, most_mb: int) -> str:
    """Larger than any template is, packed or unpacked."""
    return f"{_of(file)}内容过大，展开后应不超过{most_mb}MB；请删去其中的大图片后再放入。"


def not_allowed(file: str, what: str) -> str:
    """Macros, embedded objects and the like."""
    return f"{_of(file)}含有不允许的内容（{what}），模板中不能有宏、嵌入对象或控件；请另存为普通Word文档后再放入。"


def outside_link(file: str) -> str:
    """Something that would be fetched from elsewhere."""
    return f"{_of(file)}含有指向外部的链接，模板中不能有超链接或外部图片；请取消链接后再放入。"


def not_allowed_field(file: str, what: str) -> str:
    """A Word field other than page numbers."""
    return f"{_of(file)}含有不允许的域（{what}），模板中只能用页码域；请删去该域后再放入。"


def not_a_tag(file: str, what: str) -> str:
    """Something in braces that is no field and no loop."""
    return f"{_of(file)}写法“{what}”不认识，只能用 {{{{ 字段 }}}}、{{%p for 变量 in 字段 %}}、{{%p if 字段 %}} 及其结束标记。"


def not_alone(file: str, what: str) -> str:
    """A paragraph or row tag that shares its place."""
    return f"{_of(file)}标记“{what}”应独占一段（p）或表格的一行（tr），请把同处的其他文字移开。"


def not_closed(file: str, what: str) -> str:
    """A loop or condition without its end, or the other way round."""
    return f"{_of(file)}标记“{what}”没有配对，开始和结束应成对出现在同一处（同一表格、同一单元格或同一段）。"


def unknown_field(file: str, field: str, known: list[str]) -> str:
    """A placeholder that does not exist in this paper."""
    return f"{_of(file)}字段“{field}”不存在，此处可用：{'、'.join(known)}。"


def not_rows(file: str, field: str) -> str:
    """A loop over a plain field."""
    return f"{_of(file)}字段“{field}”不是清单，不能循环；请直接写 {{{{ {field} }}}}。"


def is_rows(file: str, field: str) -> str:
    """A list printed as if it were words."""
    return f"{_of(file)}字段“{field}”是清单，应循环其各行：{{%tr for 行 in {field} %}} …… {{%tr endfor %}}。"


def missing_field(file: str, field: str) -> str:
    """A needed placeholder that is not there."""
    return f"{_of(file)}缺少字段“{field}”，应在模板中写上 {{{{ {field} }}}}（清单则写循环）；字段表见 docs/documents.md。"


def unknown_template(file: str, known: list[str]) -> str:
    """A file whose name is no paper's."""
    return f"{_of(file)}没有这种文书，文件名应为：{'、'.join(known)}。"


def unreadable_folder(folder: str) -> str:
    """The centre's folder of templates cannot be read."""
    return f"{folder}：应为可以读取的文件夹，其中放文书模板（.docx）。"


def template_failed(file: str) -> str:
    """A template that passes the check and still cannot be filled."""
    return f"{_of(file)}无法填写，可能版式已损坏；请从 duban 自带的模板重新改起。"


def no_such_form(paper: str, form: str) -> str:
    """A paper that does not go out so."""
    return f"{paper}没有{form}格式。"


def no_office() -> str:
    """LibreOffice is not installed."""
    return "本机没有安装 LibreOffice，不能转为PDF；请使用Word或Excel文件，或请管理员安装 LibreOffice。"


def office_failed() -> str:
    """LibreOffice did not bring anything about."""
    return "LibreOffice 没有转换成功；请稍后再试，或直接使用Word或Excel文件。"


def too_slow(seconds: int) -> str:
    """It took longer than it may."""
    return f"文书在{seconds}秒内没有生成完，已停止；请缩短统计时段或减少清单后再试。"


def failed() -> str:
    """The process that makes papers ended without one."""
    return "文书没有生成；请稍后再试，仍不行请管理员查看日志。"


def no_picture() -> str:
    """No font that can write Chinese."""
    return "本机没有中文字体，不能生成图片；请使用文字或文件，或请管理员安装中文字体。"


def chart_as_table() -> str:
    """A warning beside a paper."""
    return "本机没有中文字体，图表已改为表格。"


def first_page_only(pages: int) -> str:
    """A warning beside a picture."""
    return f"图片只显示第1页，全文共{pages}页，请看文件。"


def too_many(most: int) -> str:
    """More rows than the form takes."""
    return f"清单超过{most}行，这种格式放不下；请缩短统计时段，或改用Excel表格。"
