// SPDX-License-Identifier: Apache-2.0
package io.photon.store.slots;

import io.photon.store.FactTable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;

/** A server, or a disk, one of whose calls ends with an error of the Java machine, as when memory runs out. Thread-safe. */
final class BreakingServer {

    /** When the call ends, seen from the server. */
    enum Moment {
        BEFORE_IT_IS_DONE,
        AFTER_IT_IS_DONE
    }

    /** The next call of one method. */
    private record Fault(Class<?> table, String method, Moment moment) {}

    private final AtomicReference<Fault> next = new AtomicReference<>();

    /** Lets the next call of a method fail, once. */
    void breakNext(Class<?> table, String method, Moment moment) {
        next.set(new Fault(table, method, moment));
    }

    /** Whether what was to fail has failed. */
    boolean hasBroken() {
        return next.get() == null;
    }

    /** The same server, whose calls may fail. */
    SlotServer over(SlotServer server) {
        SlotServer.Tables tables = server.tables();
        SlotServer.Tables breaking = new SlotServer.Tables(
                over(SlotTable.class, tables.slots()),
                over(PartTable.class, tables.parts()),
                over(FactTable.class, tables.facts()),
                over(LeaseTable.class, tables.lease()));
        return proxy(
                SlotServer.class,
                (it, method, args) -> method.getName().equals("tables")
                        ? breaking
                        : call(SlotServer.class, server, method.getName(), () -> method.invoke(server, args)));
    }

    /** The same table or disk, whose calls may fail. */
    <T> T over(Class<T> type, T table) {
        return proxy(type, (it, method, args) -> call(type, table, method.getName(), () -> method.invoke(table, args)));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private interface Call {
        Object run() throws Exception;
    }

    private Object call(Class<?> type, Object target, String method, Call call) throws Throwable {
        Fault fault = next.get();
        boolean isNow = fault != null
                && fault.table() == type
                && fault.method().equals(method)
                && next.compareAndSet(fault, null);
        if (isNow && fault.moment() == Moment.BEFORE_IT_IS_DONE) {
            throw new OutOfMemoryError("a test, before " + method);
        }
        Object answer;
        try {
            answer = call.run();
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (isNow) {
            throw new OutOfMemoryError("a test, after " + method);
        }
        return answer;
    }
}
