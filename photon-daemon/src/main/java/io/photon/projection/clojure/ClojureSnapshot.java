// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.clojure;

import clojure.lang.AFn;
import clojure.lang.BigInt;
import clojure.lang.Cons;
import clojure.lang.Counted;
import clojure.lang.IPersistentList;
import clojure.lang.IPersistentMap;
import clojure.lang.IPersistentSet;
import clojure.lang.IPersistentVector;
import clojure.lang.ISeq;
import clojure.lang.ITransientMap;
import clojure.lang.ITransientSet;
import clojure.lang.Keyword;
import clojure.lang.LazilyPersistentVector;
import clojure.lang.LazySeq;
import clojure.lang.MapEntry;
import clojure.lang.PersistentArrayMap;
import clojure.lang.PersistentHashMap;
import clojure.lang.PersistentHashSet;
import clojure.lang.PersistentList;
import clojure.lang.PersistentTreeMap;
import clojure.lang.PersistentTreeSet;
import clojure.lang.RT;
import clojure.lang.Ratio;
import clojure.lang.Sequential;
import clojure.lang.Sorted;
import clojure.lang.Symbol;
import io.photon.projection.sandbox.SnapshotCodec;
import io.photon.projection.spi.ReductionException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Clojure's values as bytes from which values of the same kinds are made. What cannot be kept (functions, atoms) is refused.
 * Not thread-safe.
 */
final class ClojureSnapshot extends SnapshotCodec {

    private static final int NIL = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int LONG = 3;
    private static final int DOUBLE = 4;
    private static final int TEXT = 5;
    private static final int KEYWORD = 6;
    /** A keyword that was written before. */
    private static final int KNOWN_KEYWORD = 7;

    private static final int SYMBOL = 8;
    private static final int CHARACTER = 9;
    private static final int VECTOR = 10;
    private static final int LIST = 11;
    private static final int SEQUENCE = 12;
    private static final int ARRAY_MAP = 13;
    private static final int HASH_MAP = 14;
    private static final int SORTED_MAP = 15;
    private static final int HASH_SET = 16;
    private static final int SORTED_SET = 17;
    private static final int ENTRY = 18;
    private static final int BIG_INT = 19;
    private static final int RATIO = 20;
    private static final int DECIMAL = 21;
    private static final int DATE = 22;
    private static final int UUID_KIND = 23;
    private static final int INTEGER = 24;
    private static final int SHORT = 25;
    private static final int BYTE = 26;
    private static final int FLOAT = 27;
    private static final int BIG_INTEGER = 28;
    /** A sequence of a length that no one knows before its end: elements, then {@link #END}. */
    private static final int OPEN_SEQUENCE = 29;

    private static final int END = 30;
    /** A sequence that is there as a whole: its text is that of its elements, where a lazy one has none. */
    private static final int WHOLE_SEQUENCE = 31;
    /** One that knows how many elements it has. */
    private static final int COUNTED_SEQUENCE = 32;
    /** Large numbers as bytes; older snapshots have them in hexadecimal, which takes long to read. */
    private static final int BIG_INT_BYTES = 33;

    private static final int RATIO_BYTES = 34;
    private static final int DECIMAL_BYTES = 35;
    private static final int BIG_INTEGER_BYTES = 36;

    static ReductionException refused(@Nullable Object value) {
        return new ReductionException(
                "the value holds " + kind(value) + "; keep data only (numbers, texts, keywords,"
                        + " vectors, maps, sets)",
                null);
    }

    /** Whether it is kept and has no parts; numbers without bound, texts and names are others. */
    static boolean isScalar(@Nullable Object value) {
        return value == null
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Date
                || value instanceof UUID
                || value instanceof Long
                || value instanceof Double
                || value instanceof Integer
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte;
    }

    private static String kind(@Nullable Object value) {
        return value instanceof clojure.lang.Fn
                ? "a function"
                : value instanceof clojure.lang.IDeref
                        ? "an atom or the like"
                        : "a " + Objects.requireNonNull(value).getClass().getSimpleName();
    }

    @Override
    protected void writeValue(@Nullable Object value) throws ReductionException {
        if (value == null) {
            out().write(NIL);
        } else if (value instanceof String text) {
            out().write(TEXT);
            out().text(text);
        } else if (value instanceof Keyword keyword) {
            keyword(keyword);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Boolean bool) {
            out().write(bool ? TRUE : FALSE);
        } else if (value instanceof Character character) {
            out().write(CHARACTER);
            out().number(character);
        } else if (value instanceof Symbol symbol) {
            out().write(SYMBOL);
            out().text(written(symbol.getNamespace()));
            out().text(symbol.getName());
        } else if (value instanceof Date date) {
            out().write(DATE);
            out().number(date.getTime());
        } else if (value instanceof UUID uuid) {
            out().write(UUID_KIND);
            out().fixed(uuid.getMostSignificantBits());
            out().fixed(uuid.getLeastSignificantBits());
        } else {
            enterToWrite();
            collection(value);
            leave();
        }
    }

    /** An empty namespace, as that of the key "/a", is another than none. */
    private static String written(String namespace) {
        return namespace == null
                ? ""
                : namespace.isEmpty() || namespace.startsWith("\0") ? "\0" + namespace : namespace;
    }

    private void keyword(Keyword keyword) {
        if (wroteReference(keyword, KNOWN_KEYWORD)) {
            return;
        }
        out().write(KEYWORD);
        out().text(written(keyword.getNamespace()));
        out().text(keyword.getName());
    }

    private void number(Number number) throws ReductionException {
        if (number instanceof Long) {
            kind(LONG, number);
        } else if (number instanceof Double) {
            out().write(DOUBLE);
            out().fixed(Double.doubleToRawLongBits(number.doubleValue()));
        } else if (number instanceof Integer) {
            kind(INTEGER, number);
        } else if (number instanceof BigInt big) {
            out().write(BIG_INT_BYTES);
            bytes(big.toBigInteger());
        } else if (number instanceof Ratio ratio) {
            out().write(RATIO_BYTES);
            bytes(ratio.numerator);
            bytes(ratio.denominator);
        } else if (number instanceof BigDecimal decimal) {
            out().write(DECIMAL_BYTES);
            bytes(decimal.unscaledValue());
            out().number(decimal.scale());
        } else if (number instanceof BigInteger big) {
            out().write(BIG_INTEGER_BYTES);
            bytes(big);
        } else if (number instanceof Float) {
            out().write(FLOAT);
            out().number(Float.floatToRawIntBits(number.floatValue()));
        } else if (number instanceof Short) {
            kind(SHORT, number);
        } else if (number instanceof Byte) {
            kind(BYTE, number);
        } else {
            throw refused(number);
        }
    }

    private void bytes(BigInteger number) {
        byte[] bytes = number.toByteArray();
        out().number(bytes.length);
        out().write(bytes, 0, bytes.length);
    }

    private void kind(int kind, Number number) {
        out().write(kind);
        out().number(number.longValue());
    }

    private void collection(Object value) throws ReductionException {
        if (value instanceof MapEntry entry) {
            out().write(ENTRY);
            writeValue(entry.key());
            writeValue(entry.val());
        } else if (value instanceof IPersistentVector vector) {
            elements(VECTOR, vector.count(), vector);
        } else if (value instanceof IPersistentMap map) {
            map(map);
        } else if (value instanceof IPersistentSet set) {
            boolean sorted = isSortedPlainly(value);
            elements(sorted ? SORTED_SET : HASH_SET, set.count(), set);
        } else if (value instanceof IPersistentList list && value instanceof Sequential) {
            elements(LIST, list.count(), list);
        } else if (value instanceof ISeq || value instanceof Sequential) {
            boolean whole = value instanceof ISeq && !(value instanceof LazySeq);
            out().write(!whole ? OPEN_SEQUENCE : value instanceof Counted ? COUNTED_SEQUENCE : WHOLE_SEQUENCE);
            for (ISeq seq = RT.seq(value); seq != null; seq = seq.next()) {
                writeValue(seq.first());
            }
            out().write(END);
        } else {
            throw refused(value);
        }
    }

    private void map(IPersistentMap map) throws ReductionException {
        if (map instanceof clojure.lang.IRecord) {
            throw refused(map);
        }
        JsonKeys.check(map);
        out().write(map instanceof PersistentArrayMap ? ARRAY_MAP : isSortedPlainly(map) ? SORTED_MAP : HASH_MAP);
        out().number(map.count());
        for (Object entry : map) {
            writeValue(((Map.Entry<?, ?>) entry).getKey());
            writeValue(((Map.Entry<?, ?>) entry).getValue());
        }
    }

    /** Sorted in the order that is everybody's; another order is a function, which cannot be kept. */
    private static boolean isSortedPlainly(Object value) throws ReductionException {
        if (!(value instanceof Sorted sorted)) {
            return false;
        }
        if (sorted.comparator() != RT.DEFAULT_COMPARATOR) {
            throw refused(value);
        }
        return true;
    }

    private void elements(int kind, int count, Object elements) throws ReductionException {
        out().write(kind);
        out().number(count);
        for (ISeq seq = RT.seq(elements); seq != null; seq = seq.next()) {
            writeValue(seq.first());
        }
    }

    @Override
    protected @Nullable Object readValue() throws ReductionException {
        return value(in().next());
    }

    @Override
    protected Map<Object, Integer> newTable() {
        return new HashMap<>();
    }

    private @Nullable Object value(int kind) throws ReductionException {
        return switch (kind) {
            case NIL -> null;
            case TRUE -> Boolean.TRUE;
            case FALSE -> Boolean.FALSE;
            case LONG -> in().number();
            case DOUBLE -> Double.longBitsToDouble(in().fixed());
            case TEXT -> in().text();
            case KEYWORD -> keyword();
            case KNOWN_KEYWORD -> readReference();
            case SYMBOL -> Symbol.intern(space(), in().text());
            case CHARACTER -> (char) in().number();
            case DATE -> new Date(in().number());
            case UUID_KIND -> new UUID(in().fixed(), in().fixed());
            default -> number(kind);
        };
    }

    private @Nullable Object number(int kind) throws ReductionException {
        return switch (kind) {
            case BIG_INT -> BigInt.fromBigInteger(big());
            case BIG_INTEGER -> big();
            case BIG_INT_BYTES -> BigInt.fromBigInteger(bytes());
            case BIG_INTEGER_BYTES -> bytes();
            case RATIO_BYTES -> new Ratio(bytes(), bytes());
            case DECIMAL_BYTES -> new BigDecimal(bytes(), (int) in().number());
            case RATIO -> new Ratio(big(), big());
            case DECIMAL -> new BigDecimal(big(), (int) in().number());
            case INTEGER -> (int) in().number();
            case SHORT -> (short) in().number();
            case BYTE -> (byte) in().number();
            case FLOAT -> Float.intBitsToFloat((int) in().number());
            default -> collection(kind);
        };
    }

    private BigInteger big() throws ReductionException {
        return new BigInteger(in().text(), 16);
    }

    private BigInteger bytes() throws ReductionException {
        byte[] bytes = new byte[in().count()];
        if (bytes.length == 0) {
            throw in().damaged();
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) in().next();
        }
        return new BigInteger(bytes);
    }

    private @Nullable String space() throws ReductionException {
        String namespace = in().text();
        return namespace.isEmpty() ? null : namespace.startsWith("\0") ? namespace.substring(1) : namespace;
    }

    private Keyword keyword() throws ReductionException {
        return remember(Keyword.intern(space(), in().text()));
    }

    private @Nullable Object collection(int kind) throws ReductionException {
        enterToRead();
        Object made = switch (kind) {
            case ENTRY -> MapEntry.create(readValue(), readValue());
            case VECTOR -> LazilyPersistentVector.createOwning(array());
            case LIST -> PersistentList.create(Arrays.asList(array()));
            case SEQUENCE -> sequence(array());
            case OPEN_SEQUENCE -> sequence(openElements());
            case WHOLE_SEQUENCE -> whole(openElements());
            case COUNTED_SEQUENCE ->
                LazilyPersistentVector.createOwning(openElements()).seq();
            case ARRAY_MAP -> new PersistentArrayMap(pairs());
            case HASH_MAP -> hashMap();
            case SORTED_MAP -> PersistentTreeMap.create(RT.seq(pairs()));
            case HASH_SET -> hashSet();
            case SORTED_SET -> PersistentTreeSet.create(RT.seq(array()));
            default -> throw in().damaged();
        };
        leave();
        return made;
    }

    private Object[] array() throws ReductionException {
        return values(in().count());
    }

    private Object[] pairs() throws ReductionException {
        return values(Math.multiplyExact(2, in().count()));
    }

    private Object[] values(int count) throws ReductionException {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = readValue();
        }
        return values;
    }

    private Object[] openElements() throws ReductionException {
        List<Object> elements = new ArrayList<>();
        for (int kind = in().next(); kind != END; kind = in().next()) {
            elements.add(value(kind));
        }
        return elements.toArray();
    }

    private static Object sequence(Object[] elements) {
        ISeq all = RT.seq(elements);
        return new LazySeq(new AFn() {
            @Override
            public Object invoke() {
                return all;
            }
        });
    }

    private static @Nullable Object whole(Object[] elements) {
        ISeq whole = null;
        for (int i = elements.length - 1; i >= 0; i--) {
            whole = new Cons(elements[i], whole);
        }
        return whole;
    }

    private Object hashMap() throws ReductionException {
        int count = in().count();
        ITransientMap map = PersistentHashMap.EMPTY.asTransient();
        for (int i = 0; i < count; i++) {
            map = map.assoc(readValue(), readValue());
        }
        return map.persistent();
    }

    private Object hashSet() throws ReductionException {
        int count = in().count();
        ITransientSet set = (ITransientSet) PersistentHashSet.EMPTY.asTransient();
        for (int i = 0; i < count; i++) {
            set = (ITransientSet) set.conj(readValue());
        }
        return set.persistent();
    }
}
