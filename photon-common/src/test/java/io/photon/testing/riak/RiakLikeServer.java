// SPDX-License-Identifier: Apache-2.0
package io.photon.testing.riak;

import io.photon.testing.Pause;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One node that speaks Riak's protocol buffers over TCP, as far as a store needs them: get, put, delete, properties, ping, security. What
 * it answers follows the sources of {@code riak_kv} 2.x and 3.x. It keeps what it has while it is killed and started again.
 * Thread-safe.
 */
public final class RiakLikeServer implements AutoCloseable {

    /** Types as an operator may have made them. */
    public static final String CONSISTENT = "strongly_consistent";
    /** Strongly consistent, with one copy. */
    public static final String ONE_COPY = "one_copy";
    /** Not strongly consistent; of two writers the last one counts. */
    public static final String LAST_COUNTS = "default";
    /** Not strongly consistent; of two writers both are kept. */
    public static final String SIBLINGS = "siblings";

    private record Type(boolean isConsistent, int copies, boolean keepsSiblings) {}

    private static final Map<String, Type> TYPES = Map.of(
            CONSISTENT,
            new Type(true, 3, false),
            ONE_COPY,
            new Type(true, 1, false),
            LAST_COUNTS,
            new Type(false, 3, false),
            SIBLINGS,
            new Type(false, 3, true));

    private static final byte ERROR = 0;
    private static final byte PING = 1;
    private static final byte INFO = 7;
    private static final byte GET = 9;
    private static final byte PUT = 11;
    private static final byte DELETE = 13;
    private static final byte BUCKET = 19;
    /** 253 to 255. */
    private static final byte AUTH = -3;

    private static final byte AUTH_DONE = -2;
    private static final byte START_TLS = -1;

    private static final Map<Byte, String> RIGHTS =
            Map.of(GET, "riak_kv.get", PUT, "riak_kv.put", DELETE, "riak_kv.delete", BUCKET, "riak_core.get_bucket");

    /** What is under a key. @param state rises with each write */
    private record Entry(List<byte[]> values, long state) {}

    /** A request or an answer. */
    private record Message(byte code, byte[] body) {}

    /** What goes over one connection. */
    private static final class Wire {
        private final DataInputStream in;
        private final DataOutputStream out;

        Wire(Socket socket) throws IOException {
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = new DataOutputStream(socket.getOutputStream());
        }

        Message read() throws IOException {
            int length = in.readInt();
            byte code = in.readByte();
            byte[] body = new byte[length - 1];
            in.readFully(body);
            return new Message(code, body);
        }

        void write(byte code, byte[] body) throws IOException {
            byte[] message = new byte[5 + body.length];
            System.arraycopy(body, 0, message, 5, body.length);
            for (int i = 0; i < 4; i++) {
                message[i] = (byte) (body.length + 1 >>> 24 - 8 * i);
            }
            message[4] = code;
            out.write(message);
        }

        void refuse(String text) throws IOException {
            write(ERROR, new Fields().with(1, text).with(2, 0).toBytes());
        }
    }

    /** An error instead of an answer. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String text) {
            super(text);
        }
    }

    /** What to do with a write. @param isDone whether it is done all the same @param times how often */
    private record Failing(String error, boolean isDone, int times) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Failing> failing = new AtomicReference<>();
    private volatile RiakSecurity security;
    private boolean isHeld;
    private long state;
    private ServerSocket door;
    private int port;

    private RiakLikeServer() {}

    /** Starts one on a free port of this machine. */
    public static RiakLikeServer start() {
        RiakLikeServer server = new RiakLikeServer();
        server.again();
        return server;
    }

    /** For a trial by hand: listens until it is killed. @param arguments the port */
    public static void main(String[] arguments) {
        RiakLikeServer server = new RiakLikeServer();
        server.port = Integer.parseInt(arguments[0]);
        server.again();
    }

    /** Starts it again after a {@link #kill}, on the same port and with what it had. */
    public void again() {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            door = listening;
            port = listening.getLocalPort();
            new Thread(() -> accept(listening), "riak-like").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return InetAddress.getLoopbackAddress().getHostAddress();
    }

    public int port() {
        return port;
    }

    /** All connections end at once, and no new one is taken. */
    public void kill() {
        try {
            door.close();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on who connects must use TLS and log in; null for no more. */
    public void secure(RiakSecurity secured) {
        security = secured;
    }

    /** From now on it takes requests, and does and answers none before the {@link #release}. */
    public void hold() {
        set(true);
    }

    /** Does all that it was asked, as if no time had passed. */
    public void release() {
        set(false);
    }

    private void set(boolean held) {
        lock.lock();
        try {
            isHeld = held;
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next writes are answered with an error.
     *
     * @param isDone whether they are done all the same, as after a node did not say so in time
     */
    public void failWrites(String error, boolean isDone, int times) {
        failing.set(new Failing(error, isDone, times));
    }

    /** Forgets all that it has. */
    public void clear() {
        lock.lock();
        try {
            entries.clear();
            isHeld = false;
            failing.set(null);
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Loses what is under a key, as a cluster does whose nodes forced nothing. */
    public void lose(String type, String bucket, String key) {
        lock.lock();
        try {
            if (entries.remove(type + "/" + bucket + "/" + key) == null) {
                throw new IllegalArgumentException(key + " is not one of " + entries.keySet());
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is under a key, as text; empty for nothing, several for siblings. */
    public List<String> values(String type, String bucket, String key) {
        lock.lock();
        try {
            Entry entry = entries.get(type + "/" + bucket + "/" + key);
            return entry == null
                    ? List.of()
                    : entry.values().stream()
                            .map(each -> new String(each, StandardCharsets.UTF_8))
                            .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Writes under a key as another client would that compares nothing. */
    public void write(String type, String bucket, String key, String value) {
        lock.lock();
        try {
            store(type + "/" + bucket + "/" + key, TYPES.get(type), value.getBytes(StandardCharsets.UTF_8), -1);
        } finally {
            lock.unlock();
        }
    }

    /** The length of the longest value. */
    public int longest() {
        lock.lock();
        try {
            return entries.values().stream()
                    .flatMap(each -> each.values().stream())
                    .mapToInt(each -> each.length)
                    .max()
                    .orElse(0);
        } finally {
            lock.unlock();
        }
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                if (listening
                        .isClosed()) { // killed while it was taken: it may not have been among those that were ended
                    socket.close();
                }
                Thread thread = new Thread(() -> serve(socket), "riak-like-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // It was killed.
        }
    }

    private void serve(Socket socket) {
        RiakSecurity secured = security;
        try (socket) {
            Wire plain = new Wire(socket);
            if (secured == null) {
                answerAll(plain, null, "");
                return;
            }
            for (Message first = plain.read(); first.code() != START_TLS; first = plain.read()) {
                plain.refuse("Security is enabled, please STARTTLS first");
            }
            plain.write(START_TLS, new byte[0]);
            Wire encrypted = new Wire(secured.encrypt(socket));
            String user = login(encrypted, secured);
            if (user != null) {
                answerAll(encrypted, secured, user);
            }
        } catch (EOFException e) {
            // The client has gone.
        } catch (IOException e) {
            // The client, or this server, was killed, or the client does not trust it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** Who logged in; null for who may not. */
    private String login(Wire wire, RiakSecurity secured) throws IOException, InterruptedException {
        Message asked = wire.read();
        Fields fields = Fields.read(asked.body());
        if (asked.code() != AUTH) {
            wire.refuse("Security is enabled, please authenticate first");
        } else if (secured.knows(fields.text(1), fields.text(2))) {
            wire.write(AUTH_DONE, new byte[0]);
            return fields.text(1);
        } else {
            Pause.millis(RiakSecurity.PAUSE_MS); // so that guessing takes long
            wire.refuse("Authentication failed");
        }
        return null;
    }

    private void answerAll(Wire wire, RiakSecurity secured, String user) throws IOException, InterruptedException {
        while (true) {
            Message asked = wire.read();
            try {
                Fields request = Fields.read(asked.body());
                if (secured != null) {
                    check(secured, user, asked.code(), request);
                }
                wire.write((byte) (asked.code() + 1), answer(asked.code(), request));
            } catch (Refused e) {
                wire.refuse(String.valueOf(e.getMessage()));
            }
        }
    }

    private static void check(RiakSecurity secured, String user, byte code, Fields request) throws Refused {
        String right = RIGHTS.getOrDefault(code, "");
        if (secured.isDenied(right)) {
            String type = request.text(code == PUT ? 16 : code == BUCKET ? 2 : 13);
            String bucket = request.text(1);
            throw new Refused(
                    "Permission denied: User '" + user + "' does not have '" + right + "' on " + type + "/" + bucket);
        }
    }

    private byte[] answer(byte code, Fields request) throws Refused, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (isHeld) {
                released.await();
            }
            return switch (code) {
                case PING -> new byte[0];
                case INFO ->
                    new Fields().with(1, "riak-like@127.0.0.1").with(2, "0").toBytes();
                case GET -> get(key(request, 13));
                case PUT -> write(request);
                case DELETE -> delete(key(request, 13), request.text(13));
                case BUCKET -> properties(request.text(2));
                case START_TLS -> throw new Refused("Security not enabled; STARTTLS not allowed.");
                default -> throw new Refused("Unknown message code: " + code);
            };
        } finally {
            lock.unlock();
        }
    }

    private static Type type(String name) throws Refused {
        Type type = TYPES.get(name.isEmpty() ? LAST_COUNTS : name);
        if (type == null) {
            throw new Refused("No bucket-type named '" + name + "'");
        }
        return type;
    }

    private static String key(Fields request, int typeField) {
        return request.text(typeField) + "/" + request.text(1) + "/" + request.text(2);
    }

    private byte[] properties(String name) throws Refused {
        Type type = type(name);
        return new Fields()
                .with(
                        1,
                        new Fields()
                                .with(1, type.copies())
                                .with(2, type.keepsSiblings() ? 1 : 0)
                                .with(27, type.isConsistent() ? 1 : 0)
                                .toBytes())
                .toBytes();
    }

    private byte[] get(String key) {
        Entry entry = entries.get(key);
        Fields answer = new Fields();
        if (entry != null) {
            for (byte[] value : entry.values()) {
                answer.with(
                        1,
                        new Fields()
                                .with(1, value)
                                .with(2, "application/octet-stream")
                                .toBytes());
            }
            answer.with(2, clock(entry));
        }
        return answer.toBytes();
    }

    private static byte[] clock(Entry entry) {
        return ("state " + entry.state()).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] write(Fields request) throws Refused {
        Failing now = failing.get();
        if (now != null) {
            failing.set(now.times() == 1 ? null : new Failing(now.error(), now.isDone(), now.times() - 1));
            if (now.isDone()) {
                put(request);
            }
            throw new Refused(now.error());
        }
        put(request);
        return new byte[0];
    }

    private void put(Fields request) throws Refused {
        Type type = type(request.text(16));
        String key = key(request, 16);
        Entry there = entries.get(key);
        boolean isAsRead = there != null && Arrays.equals(request.bytes(3), clock(there));
        if (type.isConsistent()) {
            // A write without a clock is one that finds nothing, whether the client says so or not.
            if (request.has(3) ? !isAsRead : there != null) {
                throw new Refused("failed");
            }
        } else if (request.flag(10) && there != null) {
            throw new Refused("match_found");
        } else if (request.flag(9) && !isAsRead) {
            throw new Refused(there == null ? "notfound" : "modified");
        }
        store(key, type, Fields.read(request.bytes(4)).bytes(1), isAsRead ? there.state() : -1);
    }

    /** @param seen the state that the writer has seen */
    private void store(String key, Type type, byte[] value, long seen) {
        Entry there = entries.get(key);
        List<byte[]> values = new ArrayList<>();
        if (there != null && type.keepsSiblings() && there.state() != seen) {
            values.addAll(there.values());
        }
        values.add(value);
        entries.put(key, new Entry(List.copyOf(values), ++state));
    }

    private byte[] delete(String key, String typeName) throws Refused {
        type(typeName);
        entries.remove(key);
        return new byte[0];
    }

    @Override
    public void close() {
        clear();
        kill();
    }
}
