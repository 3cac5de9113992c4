// SPDX-License-Identifier: Apache-2.0
package io.photon.client.http;

import io.photon.result.Failure;
import io.photon.text.LineEnds;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What comes from the daemon, in one reused buffer whose slices are handed out. For one thread. */
final class SocketInput {

    /** How a server of TLS answers what is not TLS: a record of this type. */
    private static final char TLS_ALERT = 0x15;

    /** Head lines longer than this are no answer of a daemon of ours. */
    private static final int MAX_LINE = 16 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[128 * 1024];
    private @Nullable Deadline deadline;
    private int from;
    private int to;

    SocketInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    void limitBy(Deadline newDeadline) {
        deadline = newDeadline;
    }

    byte[] buffer() {
        return buffer;
    }

    int position() {
        return from;
    }

    int buffered() {
        return to - from;
    }

    /** Bytes were taken, which may have lasted: the time limit is for the peer, not for who takes them. */
    void skip(int count) {
        from += count;
        deadline().moved();
    }

    /** Whether the peer has ended the connection, or says what no one asked for. */
    boolean isSpent() {
        try {
            socket.setSoTimeout(1);
            return from < to || in.read(buffer, 0, 1) != 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // a new connection tells what is wrong
        }
    }

    /** Whether a read would find bytes without waiting. */
    boolean hasMore() throws IOException {
        return to > from || in.available() > 0;
    }

    /** Whether something is there within a number of ms. */
    boolean arrives(int ms) throws IOException {
        if (from < to) {
            return true;
        }
        int patience = deadline().patienceMs();
        socket.setSoTimeout(patience == 0 ? ms : Math.min(ms, patience));
        try {
            from = 0;
            to = Math.max(0, in.read(buffer, 0, buffer.length));
            return true; // the end counts as something: the next read sees it
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Reads at least one byte when nothing is buffered; false at the end. */
    boolean fill() throws IOException {
        if (from < to) {
            return true;
        }
        while (true) {
            socket.setSoTimeout(deadline().patienceMs());
            try {
                int n = in.read(buffer, 0, buffer.length);
                deadline().moved();
                from = 0;
                to = Math.max(0, n);
                return n > 0;
            } catch (SocketTimeoutException e) {
                deadline().leftMs(); // throws unless the writer has moved since
            }
        }
    }

    private Deadline deadline() {
        return Objects.requireNonNull(deadline, "no request has begun");
    }

    /** One line without its end; null at the end before the first byte. */
    @Nullable String line() throws IOException {
        StringBuilder line = new StringBuilder(80);
        while (fill()) {
            int end = LineEnds.next(buffer, from, to);
            line.append(new String(buffer, from, end - from, StandardCharsets.ISO_8859_1));
            if (end < to) {
                from = end + 1;
                int length = line.length();
                if (length > 0 && line.charAt(length - 1) == '\r') {
                    line.setLength(length - 1);
                }
                return line.toString();
            }
            from = to;
            if (line.length() > MAX_LINE) {
                throw new HttpFailure(
                        Failure.Kind.UNREACHABLE,
                        "the answer's head has a line of more than " + MAX_LINE + " bytes",
                        "is it a Photon daemon that listens there?");
            }
        }
        if (line.length() == 0) {
            return null;
        }
        if (line.charAt(0) == TLS_ALERT) {
            throw new HttpFailure(
                    Failure.Kind.UNREACHABLE,
                    "TLS is spoken at " + socket.getInetAddress().getHostAddress() + ":" + socket.getPort()
                            + ", and it was asked without",
                    "write https:// instead of http://");
        }
        throw new java.io.EOFException("the answer ended inside its head");
    }
}
