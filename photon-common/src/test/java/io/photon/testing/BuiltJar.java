// SPDX-License-Identifier: Apache-2.0
package io.photon.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Builds a jar as another project would: compiles sources, and names what is in it as a service. */
public final class BuiltJar {

    private BuiltJar() {}

    /**
     * @param jar where it goes
     * @param sources Java files
     * @param classPath what they are compiled against: folders or jars
     * @param service an interface, null for none
     * @param provider the class in the jar that implements it
     */
    public static Path of(Path jar, List<Path> sources, List<Path> classPath, String service, String provider)
            throws IOException {
        Path classes = Files.createTempDirectory(jar.getParent(), "classes");
        compile(sources, classPath, classes);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            List<Path> files;
            try (Stream<Path> found = Files.walk(classes)) {
                files = found.filter(Files::isRegularFile).toList();
            }
            for (Path each : files) {
                entry(zip, classes.relativize(each).toString(), Files.readAllBytes(each));
            }
            if (service != null) {
                entry(zip, "META-INF/services/" + service, provider.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    static void compile(List<Path> sources, List<Path> classPath, Path to) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(java.io.File.pathSeparator));
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options = new ArrayList<>(List.of("--release", "17", "-proc:none", "-d", to.toString()));
            options.addAll(List.of("-cp", path));
            boolean compiled = compiler.getTask(
                            said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertEquals(true, compiled, said.toString());
        }
    }
}
