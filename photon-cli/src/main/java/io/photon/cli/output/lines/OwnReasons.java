// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.output.lines;

import io.photon.cli.output.Lines;
import io.photon.client.ByteSink;
import io.photon.codec.FailureJson;
import io.photon.codec.JsonFields;
import io.photon.codec.JsonWriter;
import io.photon.result.Failure;
import io.photon.text.Utf8;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongFunction;

/** Puts what is known here of a refused line in the place of what the daemon says of it. Takes whole lines. */
public final class OwnReasons implements ByteSink {

    private static final byte[] ERROR = Utf8.bytes("{\"error\"");
    private static final byte[] END = {'\n'};

    private final ByteSink next;
    private final LongFunction<Optional<Failure>> reasons;

    /** @param reasons by the number of the line */
    public OwnReasons(ByteSink next, LongFunction<Optional<Failure>> reasons) {
        this.next = next;
        this.reasons = reasons;
    }

    @Override
    public void write(byte[] lines, int offset, int length) {
        Lines.forEach(lines, offset, length, this::line);
    }

    private void line(byte[] block, int from, int to) {
        byte[] line = Arrays.copyOfRange(block, from, to);
        boolean isError = line.length > ERROR.length && Arrays.equals(line, 0, ERROR.length, ERROR, 0, ERROR.length);
        long number = isError ? JsonFields.number(line, "line") : 0;
        byte[] shown = number == 0
                ? line
                : reasons.apply(number).map(why -> told(why, number)).orElse(line);
        byte[] whole = Arrays.copyOf(shown, shown.length + END.length);
        whole[shown.length] = '\n';
        next.write(whole, 0, whole.length);
    }

    private static byte[] told(Failure why, long number) {
        String json = Utf8.text(FailureJson.bytes(why)).strip();
        return new JsonWriter(json.length() + 32)
                .raw(Utf8.bytes(json.substring(0, json.length() - 1) + ",\"line\":" + number + "}"))
                .bytes();
    }

    @Override
    public void pause() {
        next.pause();
    }
}
