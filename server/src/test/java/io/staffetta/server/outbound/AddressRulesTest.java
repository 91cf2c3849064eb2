package io.staffetta.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.staffetta.wire.OutboundHttp.Refused;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

    private final AddressRules rules = rules();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://127.1/",
                "http://2130706433/",
                "http://10.1.2.3:8080/",
                "http://172.31.0.1/",
                "http://192.168.0.1/",
                "http://169.254.169.254/latest/meta-data",
                "http://100.64.0.1/",
                "http://0.0.0.0/",
                "http://255.255.255.255/",
                "http://224.0.0.1/",
                "http://[::1]/",
                "http://[::]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[::7f00:1]/",
                "http://[fe80::1]/",
                "http://[fd00::1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[2001:0:7f00:1::]/",
                "http://inside.test/",
                "http://both.test/",
                "ftp://8.8.8.8/",
                "file:///etc/passwd",
                "http://user@8.8.8.8/",
                "http:///nothing",
                "mailto:a@example.org"
            })
    void whatIsNotThePublicInternetIsRefused(String address) {
        assertThatThrownBy(() -> rules.admit(URI.create(address))).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://0x7f.0.0.1/", "http://nowhere.test/"})
    void oddSpellingsLeadNowhere(String address) {
        assertThatThrownBy(() -> rules.admit(URI.create(address)))
                .isInstanceOfAny(Refused.class, UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://8.8.8.8/", "https://outside.test:8443/x", "http://[2606:4700::1111]/"})
    void thePublicInternetIsOpen(String address) throws Exception {
        assertThat(rules.admit(URI.create(address))).isNotEmpty();
    }

    @Test
    void theOperatorOpensABlockOrAPortAndNothingElse() throws Exception {
        AddressRules open = rules("127.0.0.1:3000", "10.0.0.0/8", "[::1]:3000", "fd00::/8");
        assertThat(open.admit(URI.create("http://127.0.0.1:3000/"))).hasSize(1);
        assertThat(open.admit(URI.create("http://10.9.8.7/"))).hasSize(1);
        assertThat(open.admit(URI.create("http://[::1]:3000/"))).hasSize(1);
        assertThat(open.admit(URI.create("http://[fd00::5]/"))).hasSize(1);
        for (String shut : List.of(
                "http://127.0.0.1:5432/", "http://127.0.0.2:3000/", "http://11.0.0.1.test/", "http://192.168.0.1/")) {
            assertThatThrownBy(() -> open.admit(URI.create(shut)))
                    .isInstanceOfAny(Refused.class, UnknownHostException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "example.org", "10.0.0.0/8:70000", "", "::1/129"})
    void whatIsNoBlockIsRefusedAtTheStart(String written) {
        assertThatThrownBy(() -> AddressBlock.of(written)).isInstanceOf(IllegalArgumentException.class);
    }

    private static AddressRules rules(String... allowed) {
        return new AddressRules(List.of(allowed).stream().map(AddressBlock::of).toList(), host -> switch (host) {
            case "inside.test" -> addresses("192.168.1.1");
            case "both.test" -> addresses("8.8.8.8", "10.0.0.1");
            case "outside.test" -> addresses("8.8.8.8", "8.8.4.4");
            default -> {
                if (host.endsWith(".test")) {
                    throw new UnknownHostException(host);
                }
                yield InetAddress.getAllByName(host);
            }
        });
    }

    private static InetAddress[] addresses(String... literals) {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.ofLiteral(literals[i]);
        }
        return addresses;
    }
}
