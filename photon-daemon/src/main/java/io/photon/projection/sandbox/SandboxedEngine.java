package io.photon.projection.sandbox;

import io.photon.projection.Reducer;
import io.photon.projection.ReducerEngine;
import io.photon.projection.ReducerLimits;
import io.photon.result.Failure;
import io.photon.result.Result;
import java.time.Duration;
import java.util.List;

/** A language whose engine is loaded into a sandbox at first use. Thread-safe. */
public abstract class SandboxedEngine implements ReducerEngine {

    /** Characters of a reduction. */
    private static final int MAX_SOURCE = 1 << 18;

    private static final Duration COMPILE_TIME = Duration.ofSeconds(3);
    private static final long COMPILE_BYTES = 256L << 20;
    /** What a call may allocate at least, however small its value may be. */
    private static final long MIN_CALL_BYTES = 32L << 20;

    private final String language;
    private final String compilerClass;
    private final List<String> prefixes;
    private final Redirects redirects;
    private FoldCompiler compiler;

    /**
     * @param language its name in requests
     * @param compilerClass the name of a {@link FoldCompiler}
     * @param prefixes of the names of the classes to load into the sandbox, {@code compilerClass} among them
     */
    protected SandboxedEngine(String language, String compilerClass, List<String> prefixes) {
        this(language, compilerClass, prefixes, Redirects.NONE);
    }

    /** @param redirects what its classes call in place of methods of its own */
    protected SandboxedEngine(String language, String compilerClass, List<String> prefixes, Redirects redirects) {
        this.language = language;
        this.compilerClass = compilerClass;
        this.prefixes = List.copyOf(prefixes);
        this.redirects = redirects;
    }

    @Override
    public final String language() {
        return language;
    }

    @Override
    public final Result<Reducer> compile(String reduction, String initialValue, ReducerLimits limits) {
        if (reduction == null || reduction.isBlank()) {
            return Result.err(Failure.Kind.BAD_INPUT, "the reduction is empty", "give it as source text");
        }
        if (reduction.length() > MAX_SOURCE) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the reduction has " + reduction.length() + " characters; at most " + MAX_SOURCE,
                    null);
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            return compiler().then(ready -> {
                thread.setContextClassLoader(ready.getClass().getClassLoader()); // engines look for classes there
                return compile(ready, reduction, initialValue, limits);
            });
        } catch (LinkageError e) {
            discard();
            return Result.err(Failure.Kind.INTERNAL, "the engine of " + language + " is damaged: " + e, "try again");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Result<Reducer> compile(FoldCompiler ready, String reduction, String initialValue, ReducerLimits limits) {
        try (Meter compiling = new Meter(COMPILE_TIME, COMPILE_BYTES)) {
            compiling.begin();
            try {
                return ready.compile(reduction, initialValue, limits).then(fold -> Result.ok(guarded(fold, limits)));
            } finally {
                compiling.end();
            }
        } catch (ReductionStop e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT, "the reduction cannot be compiled in time: " + e.getMessage(), null);
        } catch (StackOverflowError e) {
            return Result.err(Failure.Kind.BAD_INPUT, "the reduction is nested too deeply", null);
        } catch (OutOfMemoryError e) {
            return Result.err(Failure.Kind.BAD_INPUT, "compiling the reduction takes too much memory", null);
        }
    }

    private Reducer guarded(Fold fold, ReducerLimits limits) {
        Meter meter = new Meter(limits.timePerEvent(), Math.max(MIN_CALL_BYTES, 4 * limits.maxValueBytes()));
        return new GuardedReducer(fold, meter, limits, this::discard);
    }

    private synchronized Result<FoldCompiler> compiler() {
        if (compiler == null) {
            try {
                SandboxLoader loader = new SandboxLoader(prefixes, redirects);
                Thread.currentThread().setContextClassLoader(loader); // compile() sets it back
                compiler = (FoldCompiler)
                        loader.loadClass(compilerClass).getConstructor().newInstance();
            } catch (ReflectiveOperationException e) {
                return Result.err(
                        Failure.Kind.INTERNAL,
                        "the engine of " + language + " cannot be loaded: " + cause(e),
                        "check that the installation is complete");
            }
        }
        return Result.ok(compiler);
    }

    private static Throwable cause(Throwable error) {
        return error.getCause() == null ? error : cause(error.getCause());
    }

    private synchronized void discard() {
        compiler = null;
    }
}
