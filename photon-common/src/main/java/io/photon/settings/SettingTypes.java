// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The kinds of values settings have. */
public final class SettingTypes {

    private SettingTypes() {}

    /** Any text but an empty one. */
    public static SettingType<String> text() {
        return new TextType("TEXT", "any text", text -> true);
    }

    /** A URI, or the path of one. */
    public static SettingType<String> uriReference() {
        return new TextType("URI", "a URI or a path, such as https://example.org/orders or /photon/orders", text -> {
            try {
                return !new URI(text).toString().isEmpty();
            } catch (URISyntaxException e) {
                return false; // the caller names the value and its place
            }
        });
    }

    /**
     * Text that may be a URL with a password in it, which is not shown: whatever stands before its {@code @} only as far as it is
     * certainly no password.
     *
     * @param rule whether a text, without spaces around it, is allowed
     */
    public static SettingType<String> urlWithPassword(String label, String allowed, Predicate<String> rule) {
        return new TextType(label, allowed, rule) {
            @Override
            public String masked(String text) {
                return maskPassword(text);
            }
        };
    }

    /** What may be shown of a text that is a URL, or was meant to be. */
    public static String maskPassword(String text) {
        // Greedy up to the last @: a password may hold one that was not escaped.
        return text.replaceFirst("(?<=//)([^:@/]*):.*@", "$1:********@").replaceFirst("(?<=//)[^:@/]*@", "********@");
    }

    /** A host name or an address, without port. */
    public static SettingType<String> host() {
        return new TextType("HOST", "a host name or an IP address, without scheme and port", SettingTypes::isHost);
    }

    private static boolean isHost(String text) {
        return text.matches("[A-Za-z0-9]([A-Za-z0-9._-]*)|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?]?");
    }

    /** A host name or an address, and a port after a colon or none; before a port, an IPv6 address is in brackets. */
    public static SettingType<String> hostAndPort() {
        return new TextType("HOST[:PORT]", "a host name or an IP address, with or without :PORT after it", text -> {
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
            return hasPort ? isPort(text.substring(colon + 1)) && isHost(text.substring(0, colon)) : isHost(text);
        });
    }

    private static boolean isPort(String text) {
        return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535;
    }

    /** A path of a URL, as it is sent: {@code /}, or segments without a slash at the end. */
    public static SettingType<String> basePath() {
        return new TextType(
                "PATH",
                "a path such as /photon, of letters, digits and ._~-, without a slash at the end",
                text -> text.matches("/|(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+){1,8}"));
    }

    /** A whole number. */
    public static SettingType<Integer> number(String label, int min, int max, String allowed) {
        return new Worded<>(label, allowed) {
            @Override
            public Optional<Integer> parse(String text) {
                String digits = text.strip();
                if (!digits.matches("[0-9]{1,10}")) {
                    return Optional.empty();
                }
                long value = Long.parseLong(digits);
                return value < min || value > max ? Optional.empty() : Optional.of((int) value);
            }

            @Override
            public boolean isBareInJson() {
                return true;
            }
        };
    }

    /** Yes or no. */
    public static SettingType<Boolean> flag() {
        return new Worded<>("true|false", "true or false") {
            @Override
            public Optional<Boolean> parse(String text) {
                return switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on", "1" -> Optional.of(true);
                    case "false", "no", "off", "0" -> Optional.of(false);
                    default -> Optional.empty();
                };
            }

            @Override
            public boolean isBareInJson() {
                return true;
            }
        };
    }

    /** One of several words; aliases mean one of them. */
    public static SettingType<String> choice(List<String> words, Map<String, String> aliases) {
        return choice(words, List.of(), aliases);
    }

    /** @param others known, but not offered: what is wrong with them is said where they would be used */
    public static SettingType<String> choice(List<String> words, List<String> others, Map<String, String> aliases) {
        return new Worded<>(String.join("|", words), "one of " + String.join(", ", words)) {
            @Override
            public Optional<String> parse(String text) {
                String word = text.strip().toLowerCase(Locale.ROOT);
                word = aliases.getOrDefault(word, word);
                return words.contains(word) || others.contains(word) ? Optional.of(word) : Optional.empty();
            }
        };
    }

    /** Several values, comma-separated; each only once. {@code none} is the empty list. */
    public static SettingType<List<String>> list(String label, String allowed, Predicate<String> item) {
        return new Worded<>(label, allowed) {
            @Override
            public Optional<List<String>> parse(String text) {
                LinkedHashSet<String> items = new LinkedHashSet<>();
                if (text.strip().equals("none")) {
                    return Optional.of(List.of());
                }
                for (String part : text.split(",", -1)) {
                    if (!item.test(part.strip())) {
                        return Optional.empty();
                    }
                    items.add(part.strip());
                }
                return Optional.of(List.copyOf(items));
            }

            @Override
            public String print(List<String> value) {
                return value.isEmpty() ? "none" : String.join(",", value);
            }
        };
    }

    /** A place in the file system; {@code ~/} is the home directory. */
    public static SettingType<Path> path(Path home) {
        return new Worded<>("PATH", "a path") {
            @Override
            public Optional<Path> parse(String text) {
                String name = text.strip();
                try {
                    if (name.isEmpty()) {
                        return Optional.empty();
                    }
                    return Optional.of(name.startsWith("~/") ? home.resolve(name.substring(2)) : Path.of(name));
                } catch (InvalidPathException e) {
                    return Optional.empty(); // the caller names the value and its place
                }
            }
        };
    }

    /** A length of time. */
    public static SettingType<Duration> span(Duration min, Duration max) {
        return new SpanType(min, max);
    }

    /** A text of a certain form. @param label one word for the help @param allowed the form in words */
    public static SettingType<String> text(String label, String allowed, Predicate<String> form) {
        return new TextType(label, allowed, form);
    }

    /** A number of bytes. */
    public static SettingType<Long> size(long min, long max) {
        return new SizeType(min, max);
    }

    /** A URL with a host, or one of some words; a password in it is never shown. */
    public static SettingType<String> url(String allowed, List<String> schemes, List<String> words) {
        return new TextType("URL", allowed, text -> words.contains(text) || isUrl(text, schemes)) {
            @Override
            public String masked(String text) {
                // Greedy up to the last @: a password may hold one that no one escaped.
                return text.replaceFirst("(?<=//)([^:@/]*):.*@", "$1:********@");
            }
        };
    }

    private static boolean isUrl(String text, List<String> schemes) {
        try {
            URI uri = new URI(text);
            return uri.getScheme() != null
                    && schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getRawAuthority() != null;
        } catch (URISyntaxException e) {
            return false; // the caller names the value and its place
        }
    }

    /** What is known by two words, and printed as it is. */
    private abstract static class Worded<T> implements SettingType<T> {

        private final String label;
        private final String allowed;

        Worded(String label, String allowed) {
            this.label = label;
            this.allowed = allowed;
        }

        @Override
        public String print(T value) {
            return value.toString();
        }

        @Override
        public String allowed() {
            return allowed;
        }

        @Override
        public String label() {
            return label;
        }
    }

    private static class TextType extends Worded<String> {

        private final Predicate<String> rule;

        TextType(String label, String allowed, Predicate<String> rule) {
            super(label, allowed);
            this.rule = rule;
        }

        @Override
        public Optional<String> parse(String text) {
            String stripped = text.strip();
            return stripped.isEmpty() || !rule.test(stripped) ? Optional.empty() : Optional.of(stripped);
        }
    }
}
