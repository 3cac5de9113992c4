// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.top.screen;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/** Signals of the system, as far as this Java tells of them. */
public final class Signals {

    private Signals() {}

    /**
     * Runs something whenever a signal comes; without a word where there are no signals.
     *
     * @param name e.g. {@code CONT}
     * @return puts back what the signal did before: the process may go on after this
     */
    public static Runnable on(String name, Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                    task.run();
                    return null;
                }
                return switch (method.getName()) {
                    case "equals" -> proxy == args[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "on SIG" + name;
                };
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, calls);
            Object number = signal.getConstructor(String.class).newInstance(name);
            Method handle = signal.getMethod("handle", signal, handler);
            Object before = handle.invoke(null, number, proxy);
            return () -> putBack(handle, number, before);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LoggerFactory.getLogger(Signals.class).debug("no SIG{} here", name, e);
            return () -> {};
        }
    }

    private static void putBack(Method handle, Object number, Object before) {
        try {
            handle.invoke(null, number, before);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LoggerFactory.getLogger(Signals.class).debug("{} stays as it is", number, e);
        }
    }
}
