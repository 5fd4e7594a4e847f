// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A network to a server on this machine that loses a chosen request, or the reply to it, and with it the connection. */
final class BrokenNetwork implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final UnaryOperator<byte[]> greeting;
    private final AtomicInteger requestsLeft = new AtomicInteger(Integer.MAX_VALUE);
    private final AtomicInteger broken = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean afterTheRequest;

    private BrokenNetwork(int target, UnaryOperator<byte[]> greeting) throws IOException {
        this.target = target;
        this.greeting = greeting;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    static BrokenNetwork to(int port) throws IOException {
        return new BrokenNetwork(port, chunk -> chunk);
    }

    /** @param greeting what becomes of each chunk that the server sends */
    static BrokenNetwork changing(int port, UnaryOperator<byte[]> greeting) throws IOException {
        return new BrokenNetwork(port, greeting);
    }

    int port() {
        return listener.getLocalPort();
    }

    /**
     * Breaks the connection that brings the given request, counted from now.
     *
     * @param request from 1
     * @param afterIt true where the server gets it, and its reply is lost; false where the server never sees it
     */
    void breakAt(int request, boolean afterIt) {
        afterTheRequest = afterIt;
        requestsLeft.set(request);
    }

    /** How often a connection was broken. */
    int broken() {
        return broken.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                Line line = new Line(client, server);
                start(line::requests);
                start(line::replies);
            } catch (IOException e) {
                // Closed, which the loop condition sees.
            }
        }
    }

    private final class Line {
        private final Socket client;
        private final Socket server;
        private volatile boolean deaf;

        private Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private void requests() {
            pump(client, server, chunk -> {
                if (requestsLeft.decrementAndGet() != 0) {
                    return chunk;
                }
                broken.incrementAndGet();
                if (afterTheRequest) {
                    deaf = true;
                    return chunk;
                }
                return null;
            });
        }

        private void replies() {
            // The first byte of a reply to a commit comes after the commit.
            pump(server, client, chunk -> deaf ? null : greeting.apply(chunk));
        }

        /** Until a chunk becomes nothing, or either side ends. */
        private void pump(Socket from, Socket to, UnaryOperator<byte[]> change) {
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                byte[] buffer = new byte[1 << 16];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    byte[] chunk = change.apply(Arrays.copyOf(buffer, read));
                    if (chunk == null) {
                        return;
                    }
                    out.write(chunk);
                    out.flush();
                }
            } catch (IOException e) {
                // The other side's thread closes both.
            }
        }
    }

    private static void start(Runnable run) {
        Thread thread = new Thread(run, "broken-network");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
