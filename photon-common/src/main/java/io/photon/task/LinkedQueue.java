// SPDX-License-Identifier: Apache-2.0
package io.photon.task;

import java.util.AbstractQueue;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A queue that an element is in or not, also when memory runs out as it is added: all memory is taken before anything is
 * changed. An {@link java.util.ArrayDeque} has written the element by the time it finds that it cannot grow; it then says that
 * it is empty, and what is added next takes the place of what waited longest, which no one hears of again. Not thread-safe.
 */
public final class LinkedQueue<T> extends AbstractQueue<T> {

    private static final class Node<T> {
        final T element;

        @Nullable Node<T> next;

        Node(T element) {
            this.element = element;
        }
    }

    private @Nullable Node<T> first;
    private @Nullable Node<T> last;
    private int size;

    /** Always true. */
    @Override
    public boolean offer(T element) {
        Node<T> node = new Node<>(Objects.requireNonNull(element));
        if (last == null) {
            first = node;
        } else {
            last.next = node;
        }
        last = node;
        size++;
        return true;
    }

    @Override
    public @Nullable T peek() {
        return first == null ? null : first.element;
    }

    @Override
    public @Nullable T poll() {
        if (first == null) {
            return null;
        }
        T element = first.element;
        unlink(null, first);
        return element;
    }

    @Override
    public void clear() {
        first = null;
        last = null;
        size = 0;
    }

    @Override
    public int size() {
        return size;
    }

    private void unlink(@Nullable Node<T> before, Node<T> node) {
        if (before == null) {
            first = node.next;
        } else {
            before.next = node.next;
        }
        if (node.next == null) {
            last = before;
        }
        size--;
    }

    /** In order. It may remove what it gave; the queue must not be changed otherwise meanwhile. */
    @Override
    public Iterator<T> iterator() {
        return new InOrder();
    }

    private final class InOrder implements Iterator<T> {
        private @Nullable Node<T> next = first;
        /** What {@link #next} gave, unless it is removed, and what is before it. */
        private @Nullable Node<T> given;

        private @Nullable Node<T> before;

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public T next() {
            Node<T> node = next;
            if (node == null) {
                throw new NoSuchElementException();
            }
            before = given == null ? before : given;
            given = node;
            next = node.next;
            return node.element;
        }

        @Override
        public void remove() {
            if (given == null) {
                throw new IllegalStateException("nothing was given since the last removal");
            }
            unlink(before, given);
            given = null;
        }
    }
}
