package io.photon.edn;

import io.photon.event.EventLimits;
import java.math.BigDecimal;
import java.util.Locale;

/** EDN data as JSON text: keywords become their names, sets and lists arrays. For initial values of other languages. */
final class EdnJson {

    private EdnJson() {}

    static String of(EdnNode node) throws EdnSyntaxException {
        StringBuilder json = new StringBuilder();
        write(node, json);
        return json.toString();
    }

    private static void write(EdnNode node, StringBuilder json) throws EdnSyntaxException {
        switch (node.kind()) {
            case NIL -> json.append("null");
            case BOOLEAN -> json.append(node.text());
            case NUMBER -> json.append(number(node));
            case STRING, CHARACTER, KEYWORD, SYMBOL -> quote(node.text(), json);
            case LIST, VECTOR, SET -> {
                json.append('[');
                String comma = "";
                for (EdnNode child : node.children()) {
                    json.append(comma);
                    write(child, json);
                    comma = ",";
                }
                json.append(']');
            }
            case MAP -> {
                json.append('{');
                for (int i = 0; i < node.children().size(); i += 2) {
                    json.append(i == 0 ? "" : ",");
                    EdnNode key = node.children().get(i);
                    if (!key.children().isEmpty() || key.text() == null) {
                        throw new EdnSyntaxException(key.from(), key.kind().words() + " cannot be a key in JSON");
                    }
                    quote(key.text(), json);
                    json.append(':');
                    write(node.children().get(i + 1), json);
                }
                json.append('}');
            }
            case TAGGED, CODE ->
                throw new EdnSyntaxException(node.from(), node.kind().words() + " has no form in JSON");
        }
    }

    private static String number(EdnNode node) throws EdnSyntaxException {
        String text = node.text();
        if (text.length() > EventLimits.MAX_NUMBER_LENGTH) {
            throw new EdnSyntaxException(
                    node.from(),
                    "a number of " + text.length() + " characters, at most " + EventLimits.MAX_NUMBER_LENGTH
                            + " are allowed");
        }
        boolean marked = text.endsWith("N") || text.endsWith("M");
        try {
            return new BigDecimal(marked ? text.substring(0, text.length() - 1) : text).toString();
        } catch (NumberFormatException e) {
            throw new EdnSyntaxException(node.from(), "the number " + text + " has no form in JSON");
        }
    }

    static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
