// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.console;

import io.photon.text.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All files of the console, read and compressed once, at the first request for one of them: a daemon that no one looks at
 * in a browser pays nothing. Their path holds a hash of them all, so browsers may keep them without end. Immutable.
 */
final class ConsoleFiles {

    /** Libraries, by the name under which the pages import them. */
    static final Map<String, String> LIBRARIES = Map.of(
            "lib/preact.js", "/META-INF/resources/webjars/preact/10.26.4/dist/preact.module.js",
            "lib/hooks.js", "/META-INF/resources/webjars/preact/10.26.4/hooks/dist/hooks.module.js",
            "lib/htm.js", "/META-INF/resources/_static/htm/3.1.1/dist/htm.module.js",
            "lib/uplot.js", "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.iife.min.js",
            "lib/uplot.css", "/META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.min.css");

    private static final Pattern INLINE = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final int HASH_DIGITS = 16;

    private final Map<String, ConsoleFile> files = new LinkedHashMap<>();
    private final ConsoleFile index;
    private final String hash;
    private final String policy;

    /** @param banner what each page says at its top; empty for nothing */
    ConsoleFiles(String banner) {
        Map<String, byte[]> read = new TreeMap<>();
        for (String name : new String(resource("files"), StandardCharsets.UTF_8).split("\n")) {
            read.put(name, resource(name));
        }
        LIBRARIES.forEach((name, path) -> read.put(name, resource(path)));
        String page = new String(resource("index.html"), StandardCharsets.UTF_8);
        MessageDigest sum = sha256();
        read.forEach((name, bytes) -> {
            sum.update(Utf8.bytes(name));
            sum.update(bytes);
            files.put(name, ConsoleFile.of(name, bytes));
        });
        hash = HexFormat.of().formatHex(sum.digest()).substring(0, HASH_DIGITS);
        String filled = page.replace("{files}", "console/" + hash).replace("{banner}", escaped(banner));
        index = ConsoleFile.of("index.html", Utf8.bytes(filled));
        policy = policy(filled);
    }

    /** Nothing from elsewhere, no code in the page but the list of modules, and no frame around it. */
    private static String policy(String page) {
        Matcher inline = INLINE.matcher(page);
        if (!inline.find()) {
            throw new IllegalStateException("the page of the console has no list of modules");
        }
        String sum = Base64.getEncoder().encodeToString(sha256().digest(Utf8.bytes(inline.group(1))));
        return "default-src 'none'; script-src 'self' 'sha256-" + sum + "'; style-src 'self'; connect-src 'self';"
                + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types 'none'";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static byte[] resource(String name) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the console lacks its file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The page. */
    ConsoleFile index() {
        return index;
    }

    /** A file by its name; null when there is none. */
    @Nullable ConsoleFile file(String name) {
        return files.get(name);
    }

    /** Of all files but the page; part of their path. */
    String hash() {
        return hash;
    }

    /** The Content-Security-Policy of the page. */
    String policy() {
        return policy;
    }

    /** Every file with its name, the page's first. */
    Map<String, ConsoleFile> all() {
        Map<String, ConsoleFile> all = new LinkedHashMap<>();
        all.put("index.html", index);
        all.putAll(files);
        return all;
    }
}
