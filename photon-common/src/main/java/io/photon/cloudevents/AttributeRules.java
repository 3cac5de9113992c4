// SPDX-License-Identifier: Apache-2.0
package io.photon.cloudevents;

import io.photon.result.Excerpt;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may stand in the attributes of a CloudEvent. Pure functions. */
final class AttributeRules {

    static final String VERSION = "1.0";

    /** Those that the specification defines; all of them are strings. */
    static final Set<String> CORE =
            Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d{0,9})");
    private static final Pattern TIME =
            Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[Tt](?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d{1,100})?"
                    + "(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[\\w!#$&^.+-]{1,127}/[\\w!#$&^.+-]{1,127}[ \\t]*(;[\\x20-\\x7e\\t]*)?");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f-\\x9f]");

    private AttributeRules() {}

    /** Whether a name may be that of an attribute. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.equals("data");
    }

    /** Whether a JSON number may be the value of an extension: 32 bits. */
    static boolean isWhole(String number) {
        return WHOLE.matcher(number).matches()
                && Long.parseLong(number) == (int) Long.parseLong(number)
                && !number.equals("-0");
    }

    /** What is wrong with a string as the value of an attribute; null for nothing. */
    static @Nullable String wrong(String name, String value) {
        if (value.isEmpty()) {
            return CORE.contains(name) ? name + " is empty" : null;
        }
        if (CONTROL.matcher(value).find()) {
            return name + " has a control character";
        }
        boolean fits = switch (name) {
            case "specversion" -> value.equals(VERSION);
            case "source" -> isUri(value, false);
            case "dataschema" -> isUri(value, true);
            case "time" -> isTime(value);
            case "datacontenttype" -> MEDIA_TYPE.matcher(value).matches();
            default -> true;
        };
        return fits ? null : name + " is '" + Excerpt.of(value, 60) + "', which is not " + expected(name);
    }

    private static String expected(String name) {
        return switch (name) {
            case "specversion" -> "1.0, the version that is read here";
            case "source" -> "a URI reference";
            case "dataschema" -> "an absolute URI";
            case "time" -> "a time as in RFC 3339";
            default -> "a media type";
        };
    }

    /** Whether a text is a URI. @param absolute whether it has to name its scheme */
    static boolean isUri(String text, boolean absolute) {
        try {
            return new URI(text).isAbsolute() || !absolute;
        } catch (URISyntaxException e) {
            return false; // the caller names the value
        }
    }

    private static boolean isTime(String text) {
        var parts = TIME.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        try {
            // The rest is told by its form: java.time knows no leap second, and offsets up to 18 h.
            LocalDate.parse(parts.group(1));
            return true;
        } catch (DateTimeException e) {
            return false; // no such day
        }
    }

    /** Whether data of this type is a JSON value. @param type null for none, which means JSON */
    static boolean isJson(@Nullable String type) {
        if (type == null) {
            return true;
        }
        String media = media(type);
        return media.equals("application/json") || media.equals("text/json") || media.endsWith("+json");
    }

    /** Whether data of this type is kept as text where it is valid UTF-8: so it can be read, and loses nothing. */
    static boolean isText(String type) {
        String media = media(type);
        String charset = type.toLowerCase(Locale.ROOT).replace("\"", "").replace(" ", "");
        boolean utf8 = !charset.contains(";charset=") || charset.contains(";charset=utf-8");
        return utf8 && (media.startsWith("text/") || media.equals("application/xml") || media.endsWith("+xml"));
    }

    private static String media(String type) {
        return type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    }
}
