package io.photon.door.http.wire;

import io.photon.result.Failure;
import io.undertow.util.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which bodies an endpoint reads. */
public final class ContentTypes {

    private static final List<String> JSON = List.of("application/json");
    private static final List<String> NDJSON = List.of(
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
            "application/octet-stream");

    private ContentTypes() {}

    public static Optional<Failure> refuseUnlessJson(Call call) {
        return refuseUnless(call, JSON);
    }

    public static Optional<Failure> refuseUnlessLines(Call call) {
        return refuseUnless(call, NDJSON);
    }

    /** Lines, or one JSON array. */
    public static Optional<Failure> refuseUnlessEvents(Call call) {
        return isJson(call) ? refuseUnless(call, JSON) : refuseUnless(call, NDJSON);
    }

    /** Whether the body says to be one JSON value. */
    public static boolean isJson(Call call) {
        String header = call.header(Headers.CONTENT_TYPE_STRING);
        return header != null
                && JSON.contains(
                        header.toLowerCase(Locale.ROOT).split(";", 2)[0].strip());
    }

    /** Whether the body says to be EDN. */
    public static boolean isEdn(Call call) {
        String header = call.header(Headers.CONTENT_TYPE_STRING);
        return header != null
                && header.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals("application/edn");
    }

    /** A body without a type is taken for the right one; a coded one never. */
    private static Optional<Failure> refuseUnless(Call call, List<String> readable) {
        String coding = call.header(Headers.CONTENT_ENCODING_STRING);
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            return Optional.of(
                    Failure.of(Failure.Kind.UNSUPPORTED_TYPE, "the body is encoded as " + coding, "send it as it is"));
        }
        String header = call.header(Headers.CONTENT_TYPE_STRING);
        if (header == null) {
            return Optional.empty();
        }
        List<String> parts = Arrays.stream(header.toLowerCase(Locale.ROOT).split(";"))
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
                "send " + readable.get(0) + " in UTF-8"));
    }
}
