package io.staffetta.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class StartupNoticeTest {

    @Test
    void isOpenedAtThisComputerUnlessSomethingElseIsSaid() {
        assertThat(address(new MockEnvironment())).isEqualTo("http://localhost:8080");
        assertThat(address(new MockEnvironment().withProperty("staffetta.public-url", " ")))
                .isEqualTo("http://localhost:8080");
    }

    @Test
    void isOpenedWhereItsOperatorSaysThatItIsReached() {
        MockEnvironment told = new MockEnvironment()
                .withProperty("staffetta.bind", "0.0.0.0")
                .withProperty("staffetta.public-url", "https://wa.example.org/");

        assertThat(address(told)).isEqualTo("https://wa.example.org");
    }

    @Test
    void isOpenedAtTheAddressThatItListensOn() {
        assertThat(address(bound("192.0.2.7"))).isEqualTo("http://192.0.2.7:8080");
        assertThat(address(bound("2001:db8::7"))).isEqualTo("http://[2001:db8:0:0:0:0:0:7]:8080");
        assertThat(address(bound("::1"))).isEqualTo("http://localhost:8080");
        assertThat(address(bound("0.0.0.0")))
                .matches("http://(localhost|[0-9.]+):8080")
                .doesNotContain("0.0.0.0");
    }

    private static MockEnvironment bound(String address) {
        return new MockEnvironment().withProperty("staffetta.bind", address);
    }

    private static String address(MockEnvironment environment) {
        return StartupNotice.address(environment, "8080");
    }
}
