package io.photon.cli.input;

import io.photon.codec.JsonFields;
import io.photon.codec.LineSplitter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives fields to the lines that lack them: of {@code {"payload":1}} and a default for the stream's name it makes
 * {@code {"stream-name":"orders","payload":1}}. A line that is no object passes as it is. Holds one line at a time.
 */
public final class EventDefaults extends InputStream {

    /** Longer than any line that a daemon takes. */
    private static final int LONGEST = 64 << 20;

    private static final int BLOCK = 64 * 1024;

    private final InputStream lines;
    private final Map<String, byte[]> fields = new LinkedHashMap<>();
    private final byte[] block = new byte[BLOCK];
    private final LineSplitter splitter = new LineSplitter(LONGEST, new LineSplitter.Lines() {
        @Override
        public boolean line(byte[] bytes, int from, int to, long offset) {
            complete(bytes, from, to);
            next.write('\n');
            return true;
        }

        @Override
        public boolean tooLong(long offset) {
            return false;
        }
    });

    /** Lines that are complete, until they are made ready. */
    private final ByteArrayOutputStream next = new ByteArrayOutputStream(1_024);

    private byte[] ready = {};
    private int at;
    private boolean ended;

    /** @param lines whole events, one a line, as {@link EventInput} gives them */
    public EventDefaults(InputStream lines) {
        this.lines = lines;
    }

    /** A field that is a text; null gives none. */
    public EventDefaults text(String name, String value) {
        if (value != null) {
            fields.put(name, JsonFields.quote(value).getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** A field that is a number when it looks like one, else a text; null gives none. */
    public EventDefaults numberOrText(String name, String value) {
        if (value != null) {
            fields.put(name, EventText.numberOrText(value).getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** Not offered: the one who sends events reads blocks. */
    @Override
    public int read() {
        throw new UnsupportedOperationException("read blocks");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (at == ready.length && !prepare()) {
            return -1;
        }
        int n = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, bytes, offset, n);
        at += n;
        return n;
    }

    /** Makes the next lines ready; they may be none yet. False when no more come. */
    private boolean prepare() throws IOException {
        if (ended) {
            return false;
        }
        int n = lines.read(block, 0, BLOCK);
        if (n < 0) {
            ended = true;
            complete(splitter.rest(), 0, splitter.restBytes());
        } else if (!splitter.feed(block, 0, n)) {
            throw new IOException("a line is longer than " + LONGEST + " bytes");
        }
        ready = next.toByteArray();
        next.reset();
        at = 0;
        return true;
    }

    private void complete(byte[] bytes, int from, int to) {
        byte[] json = Arrays.copyOfRange(bytes, from, to);
        int start = JsonFields.space(json, 0, json.length);
        if (start == json.length || json[start] != '{') {
            next.writeBytes(json);
            return;
        }
        next.write('{');
        int inside = JsonFields.space(json, start + 1, json.length);
        boolean isEmpty = inside < json.length && json[inside] == '}';
        int[] given = {0};
        fields.forEach((name, value) -> {
            if (JsonFields.find(json, start, json.length, name) == null) {
                next.writeBytes((given[0]++ == 0 ? "" : ",").getBytes(StandardCharsets.US_ASCII));
                next.writeBytes(JsonFields.quote(name).getBytes(StandardCharsets.UTF_8));
                next.write(':');
                next.writeBytes(value);
            }
        });
        if (given[0] > 0 && !isEmpty) {
            next.write(',');
        }
        next.write(json, start + 1, json.length - start - 1);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
