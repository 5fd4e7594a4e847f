// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private EchoServer echo;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new EchoServer();
        proxy = FaultProxy.to(echo.port());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void bytesPassBothWaysAndUnchanged() throws IOException {
        byte[] sent = new byte[3_000_000];
        new Random(1).nextBytes(sent);
        try (Socket client = connect()) {
            Threads.start("sender", () -> sendAndEnd(client, sent));

            assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
        }
    }

    @Test
    void pausedBytesAreHeldAndArriveAfterResume() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "before")).isEqualTo("before");

            proxy.pause();
            send(client, "held");
            assertThat(Poll.until(LIMIT, () -> proxy.held() == 1)).isTrue();
            assertThat(echo.received()).isEqualTo("before".length());

            proxy.resume();
            assertThat(receive(client, 4)).isEqualTo("held");
        }
    }

    @Test
    void aPausedProxyAcceptsConnectionsThatHearNothingYet() throws IOException {
        proxy.pause();
        try (Socket client = connect()) {
            send(client, "hello");
            assertThat(Poll.until(LIMIT, () -> proxy.held() == 1)).isTrue();
            assertThat(echo.received()).isZero();

            proxy.resume();
            assertThat(receive(client, 5)).isEqualTo("hello");
        }
    }

    @Test
    void cutResetsEveryConnectionAndLetsNewOnesIn() throws IOException {
        try (Socket client = connect();
                Socket other = connect()) {
            assertThat(ask(client, "a")).isEqualTo("a");
            assertThat(ask(other, "b")).isEqualTo("b");

            proxy.cut();

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read());
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> other.getInputStream().read());
        }
        try (Socket client = connect()) {
            assertThat(ask(client, "again")).isEqualTo("again");
        }
    }

    @Test
    void cutReachesAConnectionWhoseBytesAreHeld() throws IOException {
        try (Socket client = connect()) {
            proxy.pause();
            send(client, "held");
            assertThat(Poll.until(LIMIT, () -> proxy.held() == 1)).isTrue();

            proxy.cut();

            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read());
            assertThat(Poll.until(LIMIT, () -> proxy.held() == 0)).isTrue();
            assertThat(echo.received()).isZero();
        }
    }

    @Test
    void refuseTurnsNewConnectionsAwayAndKeepsTheOldOnes() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "before")).isEqualTo("before");

            proxy.refuse();

            assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
            assertThat(ask(client, "still")).isEqualTo("still");
        }
        proxy.resume();
        try (Socket client = connect()) {
            assertThat(ask(client, "again")).isEqualTo("again");
        }
    }

    /** A lower bound only: however slow this machine is, the answer cannot be early. */
    @Test
    void delayHoldsBytesUpEachWay() throws IOException {
        proxy.delay(Duration.ofMillis(50));
        try (Socket client = connect()) {
            long start = System.nanoTime();

            assertThat(ask(client, "late")).isEqualTo("late");

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void aTargetThatIsNotThereResetsTheClient() throws IOException {
        try (FaultProxy toNobody = FaultProxy.to(FreePorts.next());
                Socket client = connect(toNobody)) {
            assertThatExceptionOfType(SocketException.class)
                    .isThrownBy(() -> client.getInputStream().read());
        }
    }

    private Socket connect() throws IOException {
        return connect(proxy);
    }

    private static Socket connect(FaultProxy proxy) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    private static String ask(Socket socket, String question) throws IOException {
        send(socket, question);
        return receive(socket, question.length());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String receive(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }

    private static void sendAndEnd(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends back what it gets. */
    private static final class EchoServer implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger received = new AtomicInteger();

        EchoServer() throws IOException {
            Threads.start("echo", this::acceptAll);
        }

        int port() {
            return listener.getLocalPort();
        }

        int received() {
            return received.get();
        }

        private void acceptAll() {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    Threads.start("echo", () -> serve(socket));
                } catch (IOException e) {
                    // The test is over, which the loop condition sees.
                }
            }
        }

        private void serve(Socket socket) {
            byte[] buffer = new byte[8192];
            try (socket) {
                for (int count = socket.getInputStream().read(buffer);
                        count >= 0;
                        count = socket.getInputStream().read(buffer)) {
                    received.addAndGet(count);
                    socket.getOutputStream().write(buffer, 0, count);
                }
            } catch (IOException e) {
                // The proxy reset the connection, as a test wanted.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
