// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.sandbox;

import io.photon.projection.spi.Reducer;
import io.photon.projection.spi.ReducerEngine;
import io.photon.projection.spi.ReducerLimits;
import io.photon.result.Failure;
import io.photon.result.Fault;
import io.photon.result.Result;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A language whose engine is loaded into a sandbox at first use. Thread-safe. */
public abstract class SandboxedEngine implements ReducerEngine {

    /** Characters of a reduction. */
    private static final int MAX_SOURCE = 1 << 18;

    /** Of the processor. */
    private static final Duration COMPILE_TIME = Duration.ofSeconds(3);

    private static final long COMPILE_BYTES = 256L << 20;
    /** What a call may allocate at least, however small its value may be. */
    private static final long MIN_CALL_BYTES = 32L << 20;

    private final String language;
    private final String compilerClass;
    private final List<String> prefixes;
    private final Redirects redirects;
    private @Nullable FoldCompiler compiler;

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
    public final Result<Reducer> compile(String reduction, @Nullable String initialValue, ReducerLimits limits) {
        if (reduction == null || reduction.isBlank()) {
            return Result.err(Failure.Kind.BAD_INPUT, "the reduction is empty", "give it as source text");
        }
        if (reduction.length() > MAX_SOURCE) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the reduction has " + reduction.length() + " characters; at most " + MAX_SOURCE,
                    "make it smaller");
        }
        try {
            return with(ready -> compile(ready, reduction, initialValue, limits));
        } catch (LinkageError another) {
            discard(); // damaged by whatever ran in it before: a new one is not
        }
        try {
            return with(ready -> compile(ready, reduction, initialValue, limits));
        } catch (LinkageError e) {
            discard();
            return Result.err(
                    Failure.Kind.INTERNAL, "the engine of " + language + " is damaged: " + Fault.words(e), "try again");
        }
    }

    @Override
    public final void load() {
        try {
            with(ready -> Result.ok(true));
        } catch (LinkageError e) {
            discard(); // who needs it meets that again, and can say so
        }
    }

    private <T> Result<T> with(Function<FoldCompiler, Result<T>> use) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            return compiler().then(ready -> {
                thread.setContextClassLoader(ready.getClass().getClassLoader()); // engines look for classes there
                return use.apply(ready);
            });
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private Result<Reducer> compile(
            FoldCompiler ready, String reduction, @Nullable String initialValue, ReducerLimits limits) {
        long allocated = Watchdog.THREADS.getCurrentThreadAllocatedBytes();
        try (CallMeter compiling = new CallMeter(COMPILE_TIME, COMPILE_BYTES)) {
            compiling.begin();
            try {
                return ready.compile(reduction, initialValue, limits).map(fold -> guarded(fold, limits));
            } finally {
                compiling.end();
            }
        } catch (ReductionStop e) {
            return Result.err(
                    Failure.Kind.BAD_INPUT,
                    "the reduction cannot be compiled in time: " + e.getMessage(),
                    "make it smaller");
        } catch (StackOverflowError e) {
            return Result.err(Failure.Kind.BAD_INPUT, "the reduction is nested too deeply", "cut it into functions");
        } catch (OutOfMemoryError e) {
            if (Watchdog.THREADS.getCurrentThreadAllocatedBytes() - allocated < Watchdog.MUCH) {
                return lack(e);
            }
            return Result.err(
                    Failure.Kind.BAD_INPUT, "compiling the reduction takes too much memory", "make it smaller");
        }
    }

    private Reducer guarded(ScriptFold fold, ReducerLimits limits) {
        CallMeter meter = new CallMeter(limits.timePerEvent(), Math.max(MIN_CALL_BYTES, 4 * limits.maxValueBytes()));
        return new GuardedReducer(fold, meter, limits, this::discard);
    }

    private synchronized Result<FoldCompiler> compiler() {
        if (compiler == null) {
            try {
                SandboxLoader loader = new SandboxLoader(prefixes, redirects);
                Thread.currentThread().setContextClassLoader(loader); // compile() sets it back
                FoldCompiler loaded = (FoldCompiler)
                        loader.loadClass(compilerClass).getConstructor().newInstance();
                loaded.compile(loaded.sample(), null, new ReducerLimits(COMPILE_TIME, MIN_CALL_BYTES));
                compiler = loaded;
            } catch (OutOfMemoryError e) {
                return lack(e);
            } catch (ReflectiveOperationException e) {
                if (cause(e) instanceof OutOfMemoryError noMemory) {
                    return lack(noMemory);
                }
                return Result.err(
                        Failure.Kind.INTERNAL,
                        "the engine of " + language + " cannot be loaded: " + cause(e),
                        "check that the installation is complete");
            }
        }
        return Result.ok(compiler);
    }

    private <T> Result<T> lack(OutOfMemoryError e) {
        return Result.err(
                Failure.Kind.OVERLOADED,
                "there is no memory or no thread at the moment to compile " + language + " (" + e.getMessage() + ")",
                "try again in a moment, or give Photon more (-Xmx)");
    }

    private static Throwable cause(Throwable error) {
        return error.getCause() == null ? error : cause(error.getCause());
    }

    private synchronized void discard() {
        compiler = null;
    }
}
