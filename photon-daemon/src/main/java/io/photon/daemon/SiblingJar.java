// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A jar next to the program, loaded only when it is asked for and by a class loader of its own, so that its libraries and
 * ours never meet (docs/adr/0013, 0050).
 */
final class SiblingJar {

    private SiblingJar() {}

    /** The folder in which the program's own jar lies. */
    static Path folder() {
        try {
            return Objects.requireNonNull(Path.of(SiblingJar.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of our own classes is not a path", e);
        }
    }

    /** What is in a jar. @param shared prefixes of the names of our classes that it sees; of the rest it has its own */
    static ClassLoader load(Path jar, List<String> shared) {
        try {
            return new URLClassLoader(new URL[] {jar.toUri().toURL()}, new OnlyThese(shared));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar + " is not the path of a jar", e);
        }
    }

    private static final class OnlyThese extends ClassLoader {
        private final List<String> shared;

        OnlyThese(List<String> shared) {
            super(ClassLoader.getPlatformClassLoader());
            this.shared = shared;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (shared.stream().anyMatch(name::startsWith)) {
                return SiblingJar.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
