// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;

/** The recorded frames (src/test/resources/muon/frames), and a second, slow way to read them. */
public final class Frames {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> FILES =
            List.of(("client-dies clojure-client-rpc connect-to-unknown-service discovery-announce"
                            + " discovery-request-unanswered discovery-service-list event-emit-bad-payload-no-answer"
                            + " event-emit-failed event-emit-ok handshake handshake-unanswered introspect java-client-emit"
                            + " java-client-hotcold java-client-idle java-client-introspect java-client-nack"
                            + " java-client-replay java-client-replay-many java-client-rpc java-client-rpc404"
                            + " java-client-shutdown java-client-unknown keep-alive node-server-introspect"
                            + " node-server-keep-alive node-server-rpc-404 node-server-rpc-ok raw-client-closes"
                            + " raw-direct-rpc raw-direct-rpc-uncompressed raw-direct-stream-cold raw-direct-stream-error"
                            + " raw-schema-introspection raw-shared-uncompressed raw-silent-client"
                            + " raw-stream-error-swallowed raw-unknown-protocol-direct raw-unknown-protocol-shared rpc-404"
                            + " rpc-events rpc-handler-failed-no-answer rpc-ok rpc-projection rpc-projections-create"
                            + " rpc-with-auth server-dies"
                            + " server-start-and-announce shared-channel-idle shared-channel-idle-after-cancel"
                            + " stream-backpressure stream-bad-arguments-no-answer stream-cancel stream-hot-cold stream-nack"
                            + " stream-subscribe-request-data-complete stream-url-with-query-nack v73-node-client")
                    .split(" "));

    private Frames() {}

    /**
     * One published message of a recording.
     *
     * @param file of which recording
     * @param from client, photon or raw-client
     * @param decoded what it means, with payloads and bodies as what they contain
     */
    public record Frame(String file, int seq, String from, byte[] body, JsonNode decoded) {
        @Override
        public String toString() {
            return file + " seq " + seq + " from " + from;
        }
    }

    /** Every Muon message of every recording: published to a queue, with a body. */
    public static Stream<Frame> messages() {
        return files().flatMap(file -> of(file).stream());
    }

    /** The recordings' names. */
    public static Stream<String> files() {
        return FILES.stream();
    }

    /** The Muon messages of one recording, in order. */
    public static List<Frame> of(String file) {
        List<Frame> frames = new ArrayList<>();
        for (JsonNode entry : read(file)) {
            boolean message = entry.path("op").asText().equals("basic.publish")
                    && entry.path("exchange").asText().isEmpty()
                    && !entry.path("headers").has("handshake");
            if (message) {
                frames.add(new Frame(
                        file,
                        entry.path("seq").asInt(),
                        entry.path("from").asText(),
                        entry.path("body").asText().getBytes(StandardCharsets.UTF_8),
                        entry.path("decoded")));
            }
        }
        return frames;
    }

    private static JsonNode read(String file) {
        try (InputStream in = Frames.class.getResourceAsStream("/muon/frames/" + file + ".json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }

    /** A JSON text, by Jackson; null when it is none. */
    public static JsonNode json(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            return null;
        }
    }

    /** The bytes of an array of numbers, inflated if so said, the slow way. */
    public static byte[] bytes(JsonNode numbers, String contentType) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (numbers.isArray()) {
            numbers.forEach(number -> bytes.write(number.intValue()));
        }
        if (bytes.size() == 0 || contentType == null || !contentType.contains("DEFLATE")) {
            return bytes.toByteArray();
        }
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
