"""Pure language, zh_CN and en: replies, numbers, knowledge, teach-back, promises."""
