//! What `syntax` finds in a text that is no KDL, or is KDL that nobody means.

codes! {
    family: Kdl,
    pages: "../rules/kdl/",
    ANNOTATION = "kdl-annotation": Error,
        "a type annotation, a word in parentheses before a value or a node's name, is empty, \
         holds more than one word, or stands before nothing it could belong to";
    BLOCK = "kdl-block": Error,
        "a brace stands where no block can begin or end: a `}` too many, a block without a node, \
         two blocks of one node, or text behind a block";
    CHARACTER = "kdl-character": Error,
        "a code point stands in the file that no KDL document may contain: a control character, \
         DELETE, a control of writing direction, or a byte order mark that is not at the start";
    ESCAPE = "kdl-escape": Error,
        "a backslash in a quoted string is followed by something that is no escape";
    KEYWORD = "kdl-keyword": Error,
        "a keyword is written without its `#`, is unknown, or stands where a name belongs";
    NUMBER = "kdl-number": Error,
        "something begins like a number and is none";
    PROPERTY = "kdl-property": Error,
        "an `=` lacks its key or its value, or stands between a node and its value";
    SEPARATOR = "kdl-separator": Error,
        "values are not separated by spaces: the space is missing, or there is a comma, a colon \
         or a semicolon instead";
    SLASHDASH = "kdl-slashdash": Error,
        "`/-` has nothing to comment out, or stands between a key and its value";
    STRING = "kdl-string": Error,
        "text is not in straight double quotes, or its quotes do not fit its lines";
    SYNTAX = "kdl-syntax": Error,
        "something stands where KDL allows nothing of the kind: a bracket, a backslash in the \
         middle of a line, or a comment that begins with `#`";
    TOO_DEEP = "kdl-too-deep": Error,
        "blocks nest deeper than 256 levels";
    UNCLOSED = "kdl-unclosed": Error,
        "a block, a string, a comment or an annotation is opened and never closed";
    VERSION_1 = "kdl-version-1": Error,
        "the document is written in KDL v1, while KDL v2 is read here";
}
