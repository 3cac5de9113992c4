// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.socket;

/** What is talked about over a {@link WebSocket}. On its I/O thread. */
public interface SocketSession {

    /** The hands are shaken. */
    void begin(WebSocket socket);

    /** The client sent a message. @param utf8 valid UTF-8 */
    void message(byte[] utf8);

    /** After {@code put} said enough: there is room again. */
    void roomAgain();

    /** A while has gone by. */
    void heartbeat();

    /** It is over, in whatever way; once. */
    void gone();
}
