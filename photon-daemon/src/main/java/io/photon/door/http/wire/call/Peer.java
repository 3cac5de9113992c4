// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire.call;

import org.xnio.XnioIoThread;
import org.xnio.channels.StreamSinkChannel;

/** Who gets what a {@link ResponseStream} writes. On the I/O thread but for {@link #onIo} and what never changes. */
public interface Peer {

    /** The way there; once opened, the head of an answer is sent. */
    StreamSinkChannel channel();

    /** Whose thread never changes. */
    XnioIoThread ioThread();

    /** Bounds what may wait for it, and for how long. */
    Outbound outbound();

    /** Runs on its I/O thread, at once when this is it. */
    void onIo(Runnable task);

    /** Everything is written, and the end was told. */
    void ended();

    /** Cuts the connection. */
    void close();

    /** What it asked, and from where, for the log. */
    String shown();
}
