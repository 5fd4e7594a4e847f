// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;

/** Requests that run beside the task thread, and their results, which wait for it: so only the task thread changes any state. */
final class Jobs {
    private final Background background;
    private final Queue<Runnable> results = new ConcurrentLinkedQueue<>();

    Jobs(Background background) {
        this.background = background;
    }

    /** Runs the request in the background; one of the others is called with its result by {@link #deliver}. */
    <T> void run(Supplier<T> request, Consumer<T> success, Consumer<RuntimeException> failure) {
        background.submit(() -> {
            try {
                T result = request.get();
                results.add(() -> success.accept(result));
            } catch (RuntimeException e) {
                results.add(() -> failure.accept(e));
            } catch (Error e) {
                ConnectException told = new ConnectException("a request to the store ended in an error: " + e, e);
                results.add(() -> failure.accept(told));
                throw e;
            }
        });
    }

    /** Called by the task thread. */
    void deliver() {
        for (Runnable result = results.poll(); result != null; result = results.poll()) {
            result.run();
        }
    }
}
