// SPDX-License-Identifier: Apache-2.0
package io.photon.edn;

import io.photon.edn.EdnNode.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads forms and remembers where they stand. Understands code as well as data, but takes both as data. */
final class EdnReader {

    private static final int MAX_DEPTH = 500;
    /** Each is an object in memory while the text is read. */
    private static final int MAX_VALUES = 1_000_000;

    private static final int END = -1;

    private final String text;
    private int at;
    private int depth;
    private int values;

    EdnReader(String text) {
        this.text = text;
        this.at = text.startsWith("\uFEFF") ? 1 : 0;
    }

    /** The next form, or null at the end. */
    @Nullable EdnNode next() throws EdnSyntaxException {
        skipBlank();
        return at == text.length() ? null : form();
    }

    private EdnNode form() throws EdnSyntaxException {
        deeper();
        int from = at;
        char c = text.charAt(at);
        EdnNode form = switch (c) {
            case '(' -> collection(Kind.LIST, 1, ')');
            case '[' -> collection(Kind.VECTOR, 1, ']');
            case '{' -> collection(Kind.MAP, 1, '}');
            case ')', ']', '}' -> throw new EdnSyntaxException(at, "'" + c + "' closes nothing");
            case '"' -> string();
            case '\\' -> character();
            case '#' -> dispatch();
            case '\'', '`', '@' -> prefixed(1, 1);
            case '~' -> prefixed(peek(1) == '@' ? 2 : 1, 1);
            case '^' -> prefixed(1, 2);
            default -> token(from);
        };
        depth--;
        return form;
    }

    private void deeper() throws EdnSyntaxException {
        if (++values > MAX_VALUES) {
            throw new EdnSyntaxException(
                    Math.min(at, text.length()), "more than " + MAX_VALUES + " values in one text");
        }
        if (++depth > MAX_DEPTH) {
            throw new EdnSyntaxException(Math.min(at, text.length()), "nested deeper than " + MAX_DEPTH);
        }
    }

    private EdnNode dispatch() throws EdnSyntaxException {
        int from = at;
        int sign = peek(1);
        if (sign == '{') {
            return collection(Kind.SET, 2, '}');
        }
        if (sign == '(') {
            EdnNode list = collection(Kind.LIST, 2, ')');
            return new EdnNode(Kind.CODE, from, at, null, list.children());
        }
        if (sign == '"') {
            at++;
            while (true) {
                at++;
                if (at >= text.length()) {
                    throw new EdnSyntaxException(from, "this regular expression has no closing '\"'");
                }
                char c = text.charAt(at);
                if (c == '\\') {
                    at++;
                } else if (c == '"') {
                    at++;
                    return new EdnNode(Kind.CODE, from, at, null, List.of());
                }
            }
        }
        if (sign == '\'' || sign == '=') {
            return prefixed(2, 1);
        }
        if (sign == '^') {
            return prefixed(2, 2);
        }
        if (sign == '?') {
            return prefixed(peek(2) == '@' ? 3 : 2, 1);
        }
        if (sign == '#') {
            at += 2;
            EdnNode token = token(from);
            return new EdnNode(Kind.NUMBER, from, at, "##" + token.text(), List.of());
        }
        if (sign == ':') {
            at++;
            EdnNode name = token(at);
            EdnNode map = needed(from);
            return new EdnNode(Kind.CODE, from, at, name.text(), List.of(map));
        }
        if (sign == END || !Character.isLetter(sign)) {
            throw new EdnSyntaxException(from, "nothing that is known starts with '#" + shown(sign) + "'");
        }
        at++;
        EdnNode tag = token(at);
        return new EdnNode(Kind.TAGGED, from, at, tag.text(), List.of(needed(from)));
    }

    /** A sign and the forms it belongs to. */
    private EdnNode prefixed(int signs, int forms) throws EdnSyntaxException {
        int from = at;
        at += signs;
        List<EdnNode> marked = new ArrayList<>();
        for (int i = 0; i < forms; i++) {
            marked.add(needed(from));
        }
        return new EdnNode(Kind.CODE, from, at, null, marked);
    }

    private EdnNode needed(int from) throws EdnSyntaxException {
        skipBlank();
        if (at == text.length() || ")]}".indexOf(text.charAt(at)) >= 0) {
            throw new EdnSyntaxException(from, "a form is missing after '" + text.charAt(from) + "'");
        }
        return form();
    }

    private EdnNode collection(Kind kind, int signs, char close) throws EdnSyntaxException {
        int from = at;
        at += signs;
        List<EdnNode> children = new ArrayList<>();
        while (true) {
            skipBlank();
            if (at == text.length()) {
                throw new EdnSyntaxException(from, "this '" + text.charAt(from + signs - 1) + "' is never closed");
            }
            char c = text.charAt(at);
            if (c == close) {
                at++;
                break;
            }
            if (c == ')' || c == ']' || c == '}') {
                throw new EdnSyntaxException(at, "expected '" + close + "', found '" + c + "'");
            }
            children.add(form());
        }
        if (kind == Kind.MAP && children.size() % 2 != 0) {
            throw new EdnSyntaxException(from, "this map has a key without a value");
        }
        return new EdnNode(kind, from, at, null, children);
    }

    private EdnNode string() throws EdnSyntaxException {
        int from = at;
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return new EdnNode(Kind.STRING, from, at, value.toString(), List.of());
            }
            value.append(c == '\\' ? escape() : c);
        }
        throw new EdnSyntaxException(from, "this string has no closing '\"'");
    }

    private char escape() throws EdnSyntaxException {
        int from = at;
        at++;
        int sign = peek(0);
        int known = sign == END ? -1 : "\"\\nrtbf".indexOf(sign);
        if (known >= 0) {
            return "\"\\\n\r\t\b\f".charAt(known);
        }
        if (sign == 'u' && at + 4 < text.length() && isHex(text.substring(at + 1, at + 5))) {
            at += 4;
            return (char) Integer.parseInt(text, at - 3, at + 1, 16);
        }
        if (sign >= '0' && sign <= '7') {
            int value = 0;
            int end = Math.min(at + 3, text.length());
            while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '7') {
                value = value * 8 + (text.charAt(at++) - '0');
            }
            at--;
            return (char) value;
        }
        throw new EdnSyntaxException(from, "a string knows no escape '\\" + shown(sign) + "'; '\\\\' is a backslash");
    }

    private static boolean isHex(String digits) {
        return digits.matches("[0-9a-fA-F]{4}");
    }

    private EdnNode character() throws EdnSyntaxException {
        int from = at;
        if (at + 1 >= text.length()) {
            throw new EdnSyntaxException(from, "a character is missing after '\\'");
        }
        at += 2;
        while (at < text.length() && !endsToken(text.charAt(at))) {
            at++;
        }
        String name = text.substring(from + 1, at);
        String value = switch (name) {
            case "newline" -> "\n";
            case "space" -> " ";
            case "tab" -> "\t";
            case "return" -> "\r";
            case "backspace" -> "\b";
            case "formfeed" -> "\f";
            default ->
                name.length() == 1
                        ? name
                        : name.startsWith("u") && isHex(name.substring(1))
                                ? String.valueOf((char) Integer.parseInt(name, 1, 5, 16))
                                : null;
        };
        if (value == null) {
            throw new EdnSyntaxException(from, "there is no character '\\" + name + "'");
        }
        return new EdnNode(Kind.CHARACTER, from, at, value, List.of());
    }

    private EdnNode token(int from) throws EdnSyntaxException {
        int start = at;
        while (at < text.length() && !endsToken(text.charAt(at))) {
            at++;
        }
        String token = text.substring(start, at);
        if (token.isEmpty()) {
            throw new EdnSyntaxException(from, "a name is missing here");
        }
        Kind kind = Kind.SYMBOL;
        if (token.equals("nil")) {
            kind = Kind.NIL;
        } else if (token.equals("true") || token.equals("false")) {
            kind = Kind.BOOLEAN;
        } else if (token.charAt(0) == ':') {
            if (token.length() == 1 || token.endsWith(":") || token.equals("::")) {
                throw new EdnSyntaxException(from, "'" + token + "' is not a keyword");
            }
            return new EdnNode(Kind.KEYWORD, from, at, token.substring(1), List.of());
        } else if (token.matches("[+-]?[0-9].*")) {
            kind = Kind.NUMBER;
        }
        return new EdnNode(kind, from, at, token, List.of());
    }

    /** Spaces, commas, comments, and forms after {@code #_}. */
    private void skipBlank() throws EdnSyntaxException {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == ',') {
                at++;
            } else if (c == ';' || (c == '#' && peek(1) == '!')) {
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (c == '#' && peek(1) == '_') {
                int from = at;
                at += 2;
                deeper();
                needed(from);
                depth--;
            } else {
                return;
            }
        }
    }

    private int peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }

    private static boolean endsToken(char c) {
        return Character.isWhitespace(c) || "\",;()[]{}\\^`~@".indexOf(c) >= 0;
    }

    private static String shown(int sign) {
        return sign == END ? "" : String.valueOf((char) sign);
    }
}
