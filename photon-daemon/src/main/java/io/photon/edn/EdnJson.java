// SPDX-License-Identifier: Apache-2.0
package io.photon.edn;

import io.photon.codec.JsonText;
import io.photon.event.EventLimits;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * EDN data as JSON text: keywords become their names, sets and lists arrays, instants and UUIDs their texts. What has no
 * form in JSON (ratios, other tagged values, code) is refused. Pure.
 */
public final class EdnJson {

    /** Tags of values that JSON users write as texts. */
    private static final Set<String> TEXTS = Set.of("inst", "uuid");

    /** Java would read more as one: 017, which is 15 in Clojure, and digits of other scripts. */
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:0|[1-9][0-9]*+)(?:\\.[0-9]*+)?(?:[eE][+-]?[0-9]++)?");

    private EdnJson() {}

    /**
     * The one value of a text, as JSON in UTF-8.
     *
     * @param place what the text is called in messages
     * @return BAD_INPUT with line and column where it is not EDN, or has no form in JSON
     */
    public static Result<byte[]> read(String text, String place) {
        try {
            EdnReader reader = new EdnReader(text);
            EdnNode value = reader.next();
            if (value == null) {
                throw new EdnSyntaxException(0, "there is no value");
            }
            EdnNode more = reader.next();
            if (more != null) {
                throw new EdnSyntaxException(more.from(), "expected the end after the value");
            }
            return Result.ok(of(value).getBytes(StandardCharsets.UTF_8));
        } catch (EdnSyntaxException e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    e.at(text, place) + ": " + e.getMessage(),
                    "send one EDN value in UTF-8, such as {:event-type \"OrderPlaced\" :payload {:total 12.5M}}");
        }
    }

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
            case STRING, CHARACTER, KEYWORD, SYMBOL -> json.append(JsonText.quoted(node.atom()));
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
                Set<String> keys = new HashSet<>();
                for (int i = 0; i < node.children().size(); i += 2) {
                    json.append(i == 0 ? "" : ",");
                    EdnNode key = node.children().get(i);
                    if (!key.children().isEmpty() || key.text() == null) {
                        throw new EdnSyntaxException(key.from(), key.kind().words() + " cannot be a key in JSON");
                    }
                    if (!keys.add(key.text())) {
                        throw new EdnSyntaxException(key.from(), "the key " + key.text() + " stands twice in its map");
                    }
                    json.append(JsonText.quoted(key.atom()));
                    json.append(':');
                    write(node.children().get(i + 1), json);
                }
                json.append('}');
            }
            case TAGGED -> {
                EdnNode marked = node.children().get(0);
                if (!TEXTS.contains(node.text()) || marked.kind() != EdnNode.Kind.STRING) {
                    throw new EdnSyntaxException(node.from(), "#" + node.text() + " has no form in JSON");
                }
                json.append(JsonText.quoted(marked.atom()));
            }
            case CODE -> throw new EdnSyntaxException(node.from(), node.kind().words() + " has no form in JSON");
        }
    }

    private static String number(EdnNode node) throws EdnSyntaxException {
        String text = node.atom();
        if (text.length() > EventLimits.MAX_NUMBER_LENGTH) {
            throw new EdnSyntaxException(
                    node.from(),
                    "a number of " + text.length() + " characters, at most " + EventLimits.MAX_NUMBER_LENGTH
                            + " are allowed");
        }
        boolean marked = text.endsWith("N") || text.endsWith("M");
        String plain = marked ? text.substring(0, text.length() - 1) : text;
        try {
            if (!NUMBER.matcher(plain).matches()) {
                throw new NumberFormatException(plain);
            }
            return new BigDecimal(plain).toString();
        } catch (NumberFormatException e) {
            throw new EdnSyntaxException(node.from(), "the number " + text + " has no form in JSON");
        }
    }
}
