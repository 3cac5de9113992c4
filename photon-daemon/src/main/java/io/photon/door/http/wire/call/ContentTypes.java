// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import io.photon.edn.EdnJson;
import io.photon.result.Failure;
import io.photon.result.Result;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which bodies an endpoint reads. */
public final class ContentTypes {

    public static final String EDN = "application/edn";

    /** One CloudEvent in structured mode. */
    public static final String CLOUD_EVENT = "application/cloudevents+json";

    /** Several. */
    public static final String CLOUD_EVENTS = "application/cloudevents-batch+json";

    public static final String CSV = "text/csv";

    /** Server-Sent Events. */
    public static final String SERVER_SENT_EVENTS = "text/event-stream";

    private static final List<String> LINES_OR_JSON = List.of(Call.NDJSON, Call.JSON);

    private static final List<String> SQL = List.of("application/sql", "text/x-sql");
    private static final List<String> JSON = List.of("application/json");
    private static final List<String> NDJSON = List.of(
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
            "application/octet-stream");

    private ContentTypes() {}

    /** @param others that the caller reads besides, and has looked for: they are named in the hint */
    public static Optional<Failure> refuseUnlessJson(Call call, String... others) {
        return refuseUnless(call, JSON, others);
    }

    public static Optional<Failure> refuseUnlessLines(Call call) {
        return refuseUnless(call, NDJSON);
    }

    /** Lines, or one JSON array. */
    public static Optional<Failure> refuseUnlessEvents(Call call) {
        if (isCloudEventBatch(call)) {
            return refuseIfCoded(call);
        }
        return isJson(call) ? refuseUnless(call, JSON) : refuseUnless(call, NDJSON, JSON.get(0), CLOUD_EVENTS);
    }

    /** Whether the body says to be one JSON value. */
    public static boolean isJson(Call call) {
        return JSON.contains(mediaType(call));
    }

    /** Whether the body says to be an array of JSON. */
    public static boolean isArray(Call call) {
        return isJson(call) || isCloudEventBatch(call);
    }

    /** Whether the body says to be one CloudEvent with its attributes. */
    public static boolean isCloudEvent(Call call) {
        return CLOUD_EVENT.equals(mediaType(call));
    }

    /** Whether the body says to be several. */
    public static boolean isCloudEventBatch(Call call) {
        return CLOUD_EVENTS.equals(mediaType(call));
    }

    /** A parameter of a header's value, or null. Undertow looks for one that is empty at the end beyond it. */
    public static @Nullable String parameter(String value, String name) {
        return Headers.extractQuotedValueFromHeader(value + ";", name);
    }

    /** A value and its parameters; at least one part, which may be empty. */
    private static String[] parts(String value) {
        return value.split(";", -1);
    }

    /** One of the types that a client takes. @param weight its {@code q}; 1 without one, 0 for one that is no number */
    private record Range(String type, double weight) {

        static Range of(String text) {
            String[] parts = parts(text);
            for (int i = 1; i < parts.length; i++) {
                String parameter = parts[i].strip();
                if (parameter.startsWith("q=")) {
                    return new Range(parts[0].strip(), number(parameter.substring(2)));
                }
            }
            return new Range(parts[0].strip(), 1);
        }

        private static double number(String text) {
            try {
                double weight = Double.parseDouble(text);
                return weight > 0 ? weight : 0; // NaN is a number to Java
            } catch (NumberFormatException e) {
                return 0;
            }
        }
    }

    /** What {@code Accept} names, in its order; nothing without one. */
    private static List<Range> accepted(Call call) {
        HeaderValues accept =
                call.exchange().getRequestHeaders().get(Headers.ACCEPT); // one header or several: the same list
        return accept == null
                ? List.of()
                : accept.stream()
                        .flatMap(each ->
                                Arrays.stream(each.toLowerCase(Locale.ROOT).split(",")))
                        .map(Range::of)
                        .toList();
    }

    /** The most weight of one of these types; 0 for none. */
    private static double weight(List<Range> accepted, List<String> types) {
        return accepted.stream()
                .filter(range -> types.contains(range.type()))
                .mapToDouble(Range::weight)
                .reduce(0, Math::max);
    }

    /** Whether the answer is wanted of this type. */
    public static boolean wants(Call call, String type) {
        return weight(accepted(call), List.of(type)) > 0;
    }

    /** Whether the body says to be EDN. */
    public static boolean isEdn(Call call) {
        return EDN.equals(mediaType(call));
    }

    /** Whether the body says to be a statement of SQL. */
    public static boolean isSql(Call call) {
        return SQL.contains(mediaType(call));
    }

    /** Which of some types {@code Accept} names with most weight; the first one when it names none. */
    public static String best(Call call, List<String> types) {
        Range best = new Range(types.get(0), 0);
        for (Range range : accepted(call)) {
            if (range.weight() > best.weight() && types.contains(range.type())) {
                best = range;
            }
        }
        return best.type();
    }

    /** What the body says to be, without parameters; empty when it does not say. */
    private static String mediaType(Call call) {
        String header = call.header(Headers.CONTENT_TYPE_STRING);
        return header == null
                ? ""
                : header.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
    }

    /** A body as a text. */
    public static Result<String> text(byte[] body, int size) {
        try {
            return Result.ok(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body, 0, size))
                    .toString());
        } catch (CharacterCodingException e) {
            return Result.err(Failure.Kind.BAD_INPUT, "the body is not UTF-8 text", "send it in UTF-8");
        }
    }

    /** A body of EDN as JSON. */
    public static Result<byte[]> json(byte[] body, int size) {
        return text(body, size).then(edn -> EdnJson.read(edn, "the body"));
    }

    /**
     * Whether the answer is wanted as EDN: {@code Accept} names {@code application/edn}, and nothing that JSON is with
     * more weight.
     */
    public static boolean wantsEdn(Call call) {
        return prefers(call, EDN, JSON);
    }

    /** Whether the answer is wanted as Server-Sent Events: they are named, and no lines or JSON with more weight. */
    public static boolean wantsServerSentEvents(Call call) {
        return prefers(call, SERVER_SENT_EVENTS, LINES_OR_JSON);
    }

    private static boolean prefers(Call call, String type, List<String> others) {
        HeaderValues accept = call.exchange().getRequestHeaders().get(Headers.ACCEPT);
        if (accept == null || !names(accept, type)) {
            return false; // as nearly all requests
        }
        List<Range> accepted = accepted(call);
        double weight = weight(accepted, List.of(type));
        return weight > 0 && weight >= weight(accepted, others);
    }

    private static boolean names(HeaderValues accept, String type) {
        for (String each : accept) { // asked of each request
            if (each.toLowerCase(Locale.ROOT).contains(type)) {
                return true;
            }
        }
        return false;
    }

    /** A body that is compressed is not read. */
    public static Optional<Failure> refuseIfCoded(Call call) {
        String coding = call.header(Headers.CONTENT_ENCODING_STRING);
        return coding == null || coding.equalsIgnoreCase("identity")
                ? Optional.empty()
                : Optional.of(Failure.of(
                        Failure.Kind.UNSUPPORTED_TYPE, "the body is encoded as " + coding, "send it as it is"));
    }

    private static String either(String first, String... others) {
        return others.length == 0
                ? first
                : Stream.concat(Stream.of(first), Arrays.stream(others).limit(others.length - 1L))
                                .collect(Collectors.joining(", "))
                        + " or " + others[others.length - 1];
    }

    /** A body without a type is taken for the right one; a coded one never. */
    private static Optional<Failure> refuseUnless(Call call, List<String> readable, String... others) {
        Optional<Failure> coded = refuseIfCoded(call);
        if (coded.isPresent()) {
            return coded;
        }
        String header = call.header(Headers.CONTENT_TYPE_STRING);
        if (header == null || readable.contains(header)) { // as it is written as a rule
            return Optional.empty();
        }
        List<String> parts = Arrays.stream(parts(header.toLowerCase(Locale.ROOT)))
                .map(String::strip)
                .toList();
        boolean charset = parts.stream()
                .filter(part -> part.startsWith("charset="))
                .allMatch(part -> part.replace("\"", "").equals("charset=utf-8"));
        if (readable.contains(parts.get(0)) && charset) {
            return Optional.empty();
        }
        return Optional.of(Failure.of(
                Failure.Kind.UNSUPPORTED_TYPE,
                "the content type is " + header,
                "send " + either(readable.get(0), others) + " in UTF-8"));
    }
}
