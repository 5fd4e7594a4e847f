// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A network that fails when told to, in front of a server on this machine.
 *
 * <p>It passes bytes as they come until one of {@link #pause}, {@link #delay}, {@link #cut} and {@link #refuse}; they add up, and
 * {@link #resume} ends them all.
 */
public final class FaultProxy implements AutoCloseable {
    private final int port;
    private final int targetPort;
    private final FaultGate gate = new FaultGate();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

    /** Absent while new connections are refused. */
    private @Nullable Listener listener;

    private volatile boolean closed;

    private FaultProxy(int port, int targetPort) {
        this.port = port;
        this.targetPort = targetPort;
    }

    private record Listener(ServerSocket socket, Thread acceptor) {}

    /** A proxy on a free port, in front of this port of 127.0.0.1. */
    public static FaultProxy to(int targetPort) {
        return between(FreePorts.next(), targetPort);
    }

    /** A proxy on a port that was promised to somebody beforehand. */
    static FaultProxy between(int port, int targetPort) {
        var proxy = new FaultProxy(port, targetPort);
        proxy.listen();
        return proxy;
    }

    /** Where to connect instead of the target, on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** {@link #port} as a host and port, for {@code bootstrap.servers} and URLs. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Holds all bytes, both ways. Connections stay open, new ones are accepted and hear nothing. */
    public void pause() {
        gate.pause();
    }

    /** Lets every byte arrive this much later, each way. Throughput is as before. */
    public void delay(Duration eachWay) {
        gate.delay(eachWay);
    }

    /** Resets all connections there are; what was under way is lost. */
    public void cut() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** Refuses new connections, as a machine does on which nobody listens. Those there are live on. */
    public synchronized void refuse() {
        if (listener != null) {
            stop(listener);
            listener = null;
        }
    }

    /** Passes everything again, without delay; what was held comes first. */
    public synchronized void resume() {
        gate.open();
        if (listener == null) {
            listen();
        }
    }

    /** How many times bytes are being held right now, by {@link #pause}: more than none means that somebody waits. */
    public int held() {
        return gate.held();
    }

    @Override
    public void close() {
        closed = true;
        refuse();
        cut();
    }

    private synchronized void listen() {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listener = new Listener(socket, Threads.start("proxy-" + port, () -> acceptAll(socket)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    private void acceptAll(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                connect(socket.accept());
            } catch (IOException e) {
                // Closed by refuse(), which the loop condition sees; or the client went away before it was served.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
        } catch (IOException e) {
            ProxiedConnection.reset(client);
            return;
        }
        // Else a short message waits until what went before it is acknowledged: a delay that nobody asked for.
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        var connection = new ProxiedConnection(client, server, gate, connections::remove);
        connections.add(connection);
        connection.start();
        if (closed) { // since it was accepted
            connection.reset();
        }
    }

    /** The operating system goes on listening for as long as a thread of ours waits in accept. */
    private static void stop(Listener listener) {
        try {
            listener.socket().close();
            listener.acceptor().join();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop listening on " + listener.socket(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while closing " + listener.socket(), e);
        }
    }
}
