// SPDX-License-Identifier: Apache-2.0
package io.photon.muon.wire;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** zlib (RFC 1950), as docs/muon-protocol 2.4 wants it: with header, not raw. Each thread has its own machinery. */
final class Zlib {

    private static final class Machinery {
        private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        private final Inflater inflater = new Inflater();
        private byte[] scratch = new byte[16 << 10];
    }

    private static final int KEPT_BYTES = 1 << 20;
    private static final ThreadLocal<Machinery> OWN = ThreadLocal.withInitial(Machinery::new);

    private Zlib() {}

    static byte[] deflate(byte[] plain) {
        Machinery own = OWN.get();
        Deflater deflater = own.deflater;
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = own.scratch;
        int size = 0;
        while (!deflater.finished()) {
            if (size == out.length) {
                out = Arrays.copyOf(out, out.length * 2);
            }
            size += deflater.deflate(out, size, out.length - size);
        }
        deflater.setInput(NOTHING); // do not hold the payload
        keep(own, out);
        return Arrays.copyOf(out, size);
    }

    private static final byte[] NOTHING = new byte[0];

    /** The plain bytes; null when these are no zlib, are cut off, or would be more than {@code max} bytes. */
    static byte @Nullable [] inflate(byte[] packed, int max) {
        Machinery own = OWN.get();
        Inflater inflater = own.inflater;
        inflater.reset();
        inflater.setInput(packed);
        byte[] out = own.scratch;
        int size = 0;
        try {
            while (!inflater.finished()) {
                if (size == out.length) {
                    if (size > max) {
                        return null;
                    }
                    out = Arrays.copyOf(out, (int) Math.min(out.length * 2L, max + 1L));
                    if (size == out.length) {
                        return null;
                    }
                }
                int more = inflater.inflate(out, size, out.length - size);
                size += more;
                if (more == 0 && !inflater.finished()) {
                    return null; // cut off, or it needs a dictionary that no one has
                }
            }
        } catch (DataFormatException e) {
            return null; // as documented
        } finally {
            inflater.setInput(NOTHING);
            keep(own, out);
        }
        return size > max ? null : Arrays.copyOf(out, size);
    }

    private static void keep(Machinery own, byte[] scratch) {
        if (scratch.length <= KEPT_BYTES) {
            own.scratch = scratch;
        }
    }
}
