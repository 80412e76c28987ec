"""The headings of the centre's tables, and what their cells must look like."""

UNIT_CODE = "编码"
UNIT_NAME = "名称"
UNIT_KIND = "类别"
SHORT_NAMES = "简称"
AREA = "区域"
PARENT = "上级单位"

PERSON_CODE = "编号"
PERSON_NAME = "姓名"
MOBILE = "手机"
UNIT = "单位"
STAFF_ID = "钉钉ID"
SUSPENDED = "停用"

OFFICE = "岗位"
SINCE = "起"
UNTIL = "止"
COVERS = "片区"

EXPECTED_CODE = "1到32个字母、数字、- 或 _"
EXPECTED_NAME = "不空的名称"
EXPECTED_PERSON_NAME = "2到20个字的姓名"
EXPECTED_KIND = "乡镇街道、部门、公用企业、中心 之一"
EXPECTED_AREA = "城区 或 农村"
EXPECTED_MOBILE = "以1开头的11位手机号"
EXPECTED_OFFICE = "岗位名称："
EXPECTED_DATE = "日期，例如 2026-01-31"
EXPECTED_UNTIL = "不早于“起”的日期，或留空"
EXPECTED_YES = "是、否 或留空"
OTHER_PARENT = "另一个单位的编码"

YES = ("是", "yes", "true", "1", "停用")
NO = ("", "否", "no", "false", "0")
SEPARATORS = "、/；; "
