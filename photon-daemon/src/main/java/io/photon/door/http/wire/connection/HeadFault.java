// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.connection;

import io.photon.door.http.wire.HttpSettings;
import io.photon.result.Excerpt;
import io.photon.result.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a head that Undertow's parser refused without a word. Pure.
 *
 * @param status of the answer, 400 or 431
 * @param failure the reason and what to do
 */
record HeadFault(int status, Failure failure) {

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 431;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int MAX_SHOWN = 40;
    private static final int MAX_DIGITS = 18;
    /** Undertow takes no more. */
    private static final int MOST_OF_ONE_NAME = 127;

    private static final int SPACE = 0x20;
    private static final int DELETE = 0x7f;
    private static final String HOW =
            "begin with METHOD /PATH HTTP/1.1, with spaces and non-ASCII in the path percent-encoded,"
                    + " then one header a line, then an empty line";

    /**
     * Looks for the reason.
     *
     * @param begin how the head begins, a character a byte; the rest of it may be missing
     * @param bytes of the head that have come, at least as many as {@code begin} has
     * @param lines of the head that have ended
     * @param maxBytes of a head that is taken
     */
    static HeadFault of(String begin, long bytes, int lines, int maxBytes) {
        if (!begin.isEmpty() && begin.charAt(0) == TLS_HANDSHAKE) {
            return bad(
                    "the request is the beginning of TLS, and this port speaks plain HTTP", "write http:// in the URL");
        }
        if (lines > HttpSettings.MAX_HEADERS + 1) {
            return tooLarge("more than " + HttpSettings.MAX_HEADERS + " headers");
        }
        if (bytes > maxBytes) {
            return tooLarge("more than " + maxBytes + " bytes");
        }
        List<String> whole = wholeLines(begin);
        String wrong = whole.isEmpty() ? null : inLines(whole, begin);
        if (wrong == null && lines > MOST_OF_ONE_NAME) {
            return tooLarge("more than " + MOST_OF_ONE_NAME + " headers, maybe all of one name");
        }
        return wrong == null
                ? bad("the request's head cannot be read as HTTP/1.1; it begins with '" + shown(begin) + "'", HOW)
                : bad(wrong, HOW);
    }

    private static HeadFault bad(String message, String hint) {
        return new HeadFault(BAD_REQUEST, Failure.of(Failure.Kind.BAD_INPUT, message, hint));
    }

    private static HeadFault tooLarge(String what) {
        return new HeadFault(
                TOO_LARGE,
                Failure.of(
                        Failure.Kind.TOO_LARGE,
                        "the request's head has " + what + ", and no more are taken",
                        "send what is large in the body"));
    }

    /** Those that have an end. */
    private static List<String> wholeLines(String begin) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = begin.indexOf('\n'); end >= 0; end = begin.indexOf('\n', from)) {
            int last = end > from && begin.charAt(end - 1) == '\r' ? end - 1 : end;
            if (last == from) {
                return lines; // the empty line; a body may follow
            }
            lines.add(begin.substring(from, last));
            from = end + 1;
        }
        return lines;
    }

    private static @Nullable String inLines(List<String> lines, String begin) {
        int at = 0;
        for (String line : lines) {
            at += line.length();
            if (begin.charAt(at) == '\n' && lines.get(0).contains(" HTTP/1.")) {
                return "a line of the request's head ends with a line feed alone, without a carriage return";
            }
            at += begin.charAt(at) == '\r' ? 2 : 1;
        }
        return inHeaders(lines.subList(1, lines.size()));
    }

    /** The first that cannot be, or null. */
    private static @Nullable String inHeaders(List<String> headers) {
        List<String> lengths = new ArrayList<>();
        int codings = 0;
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                return "a header is not NAME: VALUE, but '" + shown(header) + "'";
            }
            String name = header.substring(0, colon);
            if (name.chars().anyMatch(c -> c <= SPACE || c >= DELETE)) {
                return "the name of a header has a space or a character outside ASCII in it: '" + shown(name) + "'";
            }
            if (header.chars().anyMatch(c -> c < SPACE && c != '\t' || c == DELETE)) {
                return "the header " + shown(name) + " has a control character in it";
            }
            switch (name.toLowerCase(Locale.ROOT)) {
                case "content-length" -> lengths.add(header.substring(colon + 1).strip());
                case "transfer-encoding" -> codings++;
                default -> {
                    // says nothing about the body
                }
            }
        }
        return codings > 1 ? "there is more than one Transfer-Encoding" : ofLengths(lengths, codings > 0);
    }

    private static @Nullable String ofLengths(List<String> lengths, boolean coded) {
        if (lengths.size() > 1) {
            return "there is more than one Content-Length: " + shown(String.join(" and ", lengths));
        }
        if (lengths.isEmpty()) {
            return null;
        }
        String length = lengths.get(0);
        if (coded) {
            return "there are both Content-Length and Transfer-Encoding, so where the body ends is not clear";
        }
        boolean isNumber = length.chars().allMatch(c -> c >= '0' && c <= '9') && !length.isEmpty();
        return isNumber && length.length() <= MAX_DIGITS
                ? null
                : "the Content-Length is '" + shown(length) + "', which is not a number of bytes that any body has";
    }

    /** Of one line as much as one can show; a query may hold a secret. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && text.charAt(i) != '\r' && text.charAt(i) != '\n'; i++) {
            char c = text.charAt(i);
            if (c == '?') {
                return Excerpt.of(shown.toString(), MAX_SHOWN) + "?…";
            }
            shown.append(c >= SPACE && c < DELETE ? c : '?');
        }
        return shown.length() > MAX_SHOWN ? shown.substring(0, MAX_SHOWN) + "…" : shown.toString();
    }
}
