// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import io.photon.codec.JsonFields;
import io.photon.event.StreamNames;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Several streams as one question to a daemon, which plays one stream or glob at a time: the narrowest glob that holds
 * them all, and a predicate that lets only them through. So they come in one order, the live ones too.
 *
 * @param stream what is asked for
 * @param where the predicate; null when there is none
 */
public record SeveralStreams(String stream, @Nullable String where) {

    /** @param exact whether names are taken as they stand @param where the user's own predicate, or null */
    public static SeveralStreams of(List<String> names, boolean exact, @Nullable String where) {
        if (names.size() == 1) {
            return new SeveralStreams(names.get(0), where);
        }
        List<StreamSelector> wanted =
                names.stream().map(name -> StreamSelector.of(name, exact)).toList();
        if (wanted.stream().anyMatch(StreamSelector::isAll)) {
            return new SeveralStreams(StreamNames.ALL, where);
        }
        List<String> tests = wanted.stream().map(SeveralStreams::test).toList();
        String any = "(" + String.join(" or ", tests) + ")";
        return new SeveralStreams(cover(wanted), where == null ? any : any + " and (" + where + ")");
    }

    private static String test(StreamSelector stream) {
        if (stream.name() != null) {
            return ".[\"stream-name\"] == " + JsonFields.quote(stream.name());
        }
        String fits = "(.[\"stream-name\"] | test(" + JsonFields.quote(regex(stream.text())) + "))";
        return stream.isInternal() ? fits : "(" + fits + " and ((.[\"stream-name\"] | startswith(\"__\")) | not))";
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder("^(?s:");
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            boolean quotes = c == '\\' && i + 1 < glob.length() && "*?\\".indexOf(glob.charAt(i + 1)) >= 0;
            if (c == '*') {
                boolean twice = i + 1 < glob.length() && glob.charAt(i + 1) == '*';
                regex.append(twice ? ".*" : "[^/]*");
                i += twice ? 1 : 0;
            } else if (c == '?') {
                regex.append("[^/]");
            } else {
                c = quotes ? glob.charAt(++i) : c;
                regex.append("\\.[]{}()*+?^$|".indexOf(c) >= 0 ? "\\" : "").append(c);
            }
        }
        return regex.append(")$").toString();
    }

    /** A glob over all that begins as they all do. */
    private static String cover(List<StreamSelector> wanted) {
        String common = null;
        boolean internal = false;
        for (StreamSelector stream : wanted) {
            String name = stream.name();
            String begin = name != null ? name : stream.text().split("[*?\\\\]", 2)[0];
            internal |= stream.isInternal();
            common = common == null ? begin : common(common, begin);
        }
        Objects.requireNonNull(common, "no streams");
        return common.isEmpty() || internal && !common.startsWith("__")
                ? StreamNames.ALL
                : common.replaceAll("[*?\\\\]", "\\\\$0") + "**";
    }

    private static String common(String a, String b) {
        int n = 0;
        while (n < a.length() && n < b.length() && a.charAt(n) == b.charAt(n)) {
            n++;
        }
        boolean halved = n > 0 && Character.isHighSurrogate(a.charAt(n - 1));
        return a.substring(0, halved ? n - 1 : n);
    }
}
