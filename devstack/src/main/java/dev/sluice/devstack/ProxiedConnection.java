// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One connection through a {@link FaultProxy}.
 *
 * <p>Each way, one thread reads and another writes, so that a delay holds bytes up without slowing the flow.
 */
final class ProxiedConnection {
    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int CHUNKS_UNDER_WAY = 256;

    private final Socket client;
    private final Socket server;
    private final FaultGate gate;
    private final Consumer<ProxiedConnection> onClose;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicInteger waysOpen = new AtomicInteger(2);

    ProxiedConnection(Socket client, Socket server, FaultGate gate, Consumer<ProxiedConnection> onClose) {
        this.client = client;
        this.server = server;
        this.gate = gate;
        this.onClose = onClose;
    }

    /** Bytes and when they may go on; none at the end of the stream. */
    private record Chunk(ByteBuffer bytes, long due) {
        boolean isEnd() {
            return !bytes.hasRemaining();
        }
    }

    void start() {
        carry(client, server);
        carry(server, client);
    }

    /** Ends the connection so that both ends get an error and not an end of stream. */
    void reset() {
        onClose.accept(this);
        reset(client);
        reset(server);
        threads.forEach(Thread::interrupt);
    }

    static void reset(Socket socket) {
        try {
            // Closing without lingering sends RST.
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already, which is all that is wanted.
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Chunk> underWay = new ArrayBlockingQueue<>(CHUNKS_UNDER_WAY);
        String name = "proxy " + from.getPort() + " to " + to.getPort();
        threads.add(Threads.start(name + " in", () -> orReset(() -> read(from, underWay))));
        threads.add(Threads.start(name + " out", () -> orReset(() -> write(underWay, to))));
    }

    private interface Transfer {
        void run() throws IOException, InterruptedException;
    }

    private void orReset(Transfer transfer) {
        try {
            transfer.run();
        } catch (IOException | InterruptedException e) {
            // One end broke off, or reset() did: either way both ends shall know.
            reset();
        }
    }

    private void read(Socket from, BlockingQueue<Chunk> underWay) throws IOException, InterruptedException {
        byte[] buffer = new byte[CHUNK_BYTES];
        while (true) {
            int count = from.getInputStream().read(buffer);
            underWay.put(new Chunk(ByteBuffer.wrap(Arrays.copyOf(buffer, Math.max(count, 0))), gate.due()));
            if (count < 0) {
                return;
            }
        }
    }

    private void write(BlockingQueue<Chunk> underWay, Socket to) throws IOException, InterruptedException {
        while (true) {
            Chunk chunk = underWay.take();
            gate.pass(chunk.due());
            if (chunk.isEnd()) {
                endWay(to);
                return;
            }
            to.getOutputStream().write(chunk.bytes().array());
        }
    }

    /** The other way may go on: half-closed connections are legal. */
    private void endWay(Socket to) throws IOException {
        to.shutdownOutput();
        if (waysOpen.decrementAndGet() == 0) {
            onClose.accept(this);
            client.close();
            server.close();
        }
    }
}
