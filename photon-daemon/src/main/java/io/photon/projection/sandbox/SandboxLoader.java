// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Loads an engine's classes anew, each through {@link Instrumenter}, and everything else from where we come from. Each
 * loader has an engine of its own, with statics of its own.
 */
public final class SandboxLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final List<String> prefixes;
    private final Redirects redirects;

    /** @param prefixes of the names of the classes that are loaded anew */
    public SandboxLoader(List<String> prefixes, Redirects redirects) {
        super("photon-sandbox", SandboxLoader.class.getClassLoader());
        this.prefixes = List.copyOf(prefixes);
        this.redirects = redirects;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isOurs(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = define(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private boolean isOurs(String name) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try {
            return CallMeter.uncounted(() -> defined(name));
        } catch (ClassNotFoundException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private Class<?> defined(String name) throws IOException, ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = Instrumenter.instrument(in.readAllBytes(), redirects);
            return defineClass(name, bytes, 0, bytes.length, SandboxLoader.class.getProtectionDomain());
        }
    }
}
