# SPDX-License-Identifier: Apache-2.0
# Writes a worker's properties from the environment. Run with LC_ALL=C: what it works on are bytes.

BEGIN {
    for (i = 128; i < 256; i++) {
        code[sprintf("%c", i)] = i
    }

    for (name in ENVIRON) {
        if (name ~ /^CONNECT_./) {
            read(name, ENVIRON[name])
        }
    }

    preset("key.converter", "org.apache.kafka.connect.json.JsonConverter")
    preset("value.converter", "org.apache.kafka.connect.json.JsonConverter")
    preset("group.id", "sluice")
    preset("config.storage.topic", property["group.id"] "-configs")
    preset("offset.storage.topic", property["group.id"] "-offsets")
    preset("status.storage.topic", property["group.id"] "-status")
    preset("plugin.path", ENVIRON["SLUICE_PLUGINS"])
    if (property["bootstrap.servers"] == "") {
        refuse("CONNECT_BOOTSTRAP_SERVERS is not set. Give the brokers, as in CONNECT_BOOTSTRAP_SERVERS=kafka:9092.")
    }
    if (failed) {
        exit 1
    }
    for (key in property) {
        print escaped(key, 1) "=" escaped(property[key], 0)
    }
}

function read(name, value,    key) {
    key = name
    if (name ~ /_FILE$/) {
        value = content(name, value)
        sub(/_FILE$/, "", key)
    }
    key = key_of(key)
    if (key in source) {
        refuse(source[key] " and " name " both set " key ". Unset one of them.")
    }
    source[key] = name
    property[key] = value
}

# The file's text without the end of its last line, which editors put there.
function content(name, file,    line, text, lines, status) {
    while ((status = (getline line < file)) > 0) {
        text = (lines++ ? text "\n" line : line)
    }
    close(file)
    if (status < 0) {
        refuse(name " names the file '" file "', which cannot be read.")
    }
    sub(/[\r\n]+$/, "", text)
    return text
}

function key_of(name,    key) {
    key = tolower(substr(name, length("CONNECT_") + 1))
    gsub(/___/, "-", key)
    gsub(/__/, "\001", key)
    gsub(/_/, ".", key)
    gsub(/\001/, "_", key)
    return key
}

function preset(key, value) {
    if (!(key in property)) {
        property[key] = value
    }
}

function refuse(message) {
    print "entrypoint: " message > "/dev/stderr"
    failed = 1
}

# As java.util.Properties reads it: what is not ASCII as \uXXXX.
function escaped(text, isKey,    i, c, result) {
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (c == "\\") {
            result = result "\\\\"
        } else if (c == "\n") {
            result = result "\\n"
        } else if (c == "\r") {
            result = result "\\r"
        } else if (c == "\t") {
            result = result "\\t"
        } else if (c == " " && (isKey || i == 1)) {
            result = result "\\ "
        } else if (isKey && index("=:#!", c)) {
            result = result "\\" c
        } else if (c in code) {
            i += decode(text, i)
            result = result decoded
        } else {
            result = result c
        }
    }
    return result
}

# Sets decoded to the character of UTF-8 that begins here; returns how many bytes more it has.
function decode(text, at,    first, more, point, i, next_byte) {
    first = code[substr(text, at, 1)]
    if (first >= 240) {
        more = 3
        point = first - 240
    } else if (first >= 224) {
        more = 2
        point = first - 224
    } else {
        more = 1
        point = first - 192
    }
    for (i = 1; i <= more; i++) {
        next_byte = code[substr(text, at + i, 1)]
        point = point * 64 + next_byte - 128
    }
    if (point >= 65536) {
        point -= 65536
        decoded = sprintf("\\u%04x\\u%04x", 55296 + int(point / 1024), 56320 + point % 1024)
    } else {
        decoded = sprintf("\\u%04x", point)
    }
    return more
}
