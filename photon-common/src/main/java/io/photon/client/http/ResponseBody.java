// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.client.ByteSink;
import java.io.EOFException;
import java.io.IOException;

/** Copies the body of an answer into a sink and knows whether it came whole. */
final class ResponseBody {

    private ResponseBody() {}

    /**
     * Copies everything.
     *
     * @return how many bytes
     * @throws EOFException when the body ended before its end
     */
    static long copy(ResponseHead head, SocketInput in, ByteSink sink) throws IOException {
        if (head.status() == 204 || head.status() == 304) {
            return 0;
        }
        if (head.isChunked()) {
            return copyChunks(in, sink);
        }
        long length = head.contentLength();
        if (length >= 0) {
            copyExactly(in, sink, length, 0);
            return length;
        }
        long total = 0;
        while (in.fill()) {
            total += hand(in, sink, in.buffered());
        }
        return total;
    }

    private static long copyChunks(SocketInput in, ByteSink sink) throws IOException {
        long total = 0;
        while (true) {
            String line = in.line();
            if (line == null) {
                throw cut(total);
            }
            long size = chunkSize(line);
            if (size == 0) {
                break;
            }
            copyExactly(in, sink, size, total);
            total += size;
            if (!"".equals(in.line())) {
                throw cut(total);
            }
            if (!in.hasMore()) {
                sink.pause();
            }
        }
        for (String trailer = in.line(); !"".equals(trailer); trailer = in.line()) {
            if (trailer == null) {
                throw cut(total);
            }
        }
        return total;
    }

    private static long chunkSize(String line) throws IOException {
        int semicolon = line.indexOf(';');
        String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        try {
            return Long.parseLong(digits, 16);
        } catch (NumberFormatException e) {
            throw new IOException("a chunk's size is '" + digits + "'", e);
        }
    }

    private static void copyExactly(SocketInput in, ByteSink sink, long length, long before) throws IOException {
        long left = length;
        while (left > 0) {
            if (in.buffered() == 0) {
                if (!in.hasMore()) {
                    sink.pause();
                }
                if (!in.fill()) {
                    throw cut(before + length - left);
                }
            }
            left -= hand(in, sink, (int) Math.min(left, in.buffered()));
        }
    }

    private static int hand(SocketInput in, ByteSink sink, int count) {
        sink.write(in.buffer(), in.position(), count);
        in.skip(count);
        return count;
    }

    private static EOFException cut(long after) {
        return new EOFException("the answer was cut after " + after + " bytes");
    }
}
