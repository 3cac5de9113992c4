// SPDX-License-Identifier: Apache-2.0
package io.photon.system;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends the first part of a body and then says nothing more. */
final class HalfUpload {

    private HalfUpload() {}

    /** Sends the head of a chunked POST and one chunk with the first bytes; the socket stays open until the JVM ends. */
    static Socket send(HttpDoor door, String path, byte[] body, int bytes) throws IOException {
        Socket socket = new Socket(door.base().getHost(), door.base().getPort());
        OutputStream out = socket.getOutputStream();
        int length = Math.min(bytes, body.length - 1);
        out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + door.token()
                        + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(length) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(body, 0, length);
        out.flush();
        return socket;
    }
}
