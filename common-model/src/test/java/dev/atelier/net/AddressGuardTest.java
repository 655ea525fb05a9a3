package dev.atelier.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AddressGuardTest {
    private final AddressGuard strict = new AddressGuard(false);
    private final AddressGuard allowing = new AddressGuard(true);

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
        "126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
        "192.0.1.1", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "2606:4700:4700::1111", "2a00:1450::1", "2002:0808:0808::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"})
    void the_public_internet_is_open(String address) throws UnknownHostException {
        assertThat(strict.objection(InetAddress.getByName(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.255.255", "10.0.0.1", "10.255.255.255", "172.16.0.1",
        "172.31.255.255", "192.168.0.1", "192.168.255.255", "100.64.0.1", "100.127.255.255", "::1", "fc00::1",
        "fdff:ffff::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1",
        "2002:7f00:0001::1", "2002:0a00:0001::1", "2002:c0a8:0101::", "2a00:1450::5efe:192.168.1.1",
        "2a00:1450::200:5efe:10.0.0.1", "2130706433", "127.1", "10.1"})
    void private_networks_are_refused_unless_the_settings_allow_them(String address) throws UnknownHostException {
        assertThat(strict.objection(InetAddress.getByName(address))).hasValueSatisfying(
                it -> assertThat(it).contains("private").doesNotContain(address));
        assertThat(allowing.objection(InetAddress.getByName(address))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "169.254.0.1", "169.254.255.255", "fe80::1", "febf::1",
        "168.63.129.16", "fd00:ec2::254", "100.100.100.200", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254",
        "2002:a9fe:a9fe::1", "2a00:1450::5efe:169.254.169.254", "2852039166"})
    void link_local_addresses_are_always_refused(String address) throws UnknownHostException {
        assertThat(strict.objection(InetAddress.getByName(address))).isPresent();
        assertThat(allowing.objection(InetAddress.getByName(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
        "255.255.255.255", "::", "::127.0.0.1", "::8.8.8.8", "64:ff9b:1::1", "100::1", "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:10::1", "2001:db8::1", "3fff::1", "5f00::1",
        "fec0::1", "ff02::1", "ff0e::1", "4000::1", "e000::1"})
    void reserved_and_multicast_addresses_are_always_refused(String address) throws UnknownHostException {
        assertThat(strict.objection(InetAddress.getByName(address))).isPresent();
        assertThat(allowing.objection(InetAddress.getByName(address))).isPresent();
    }
}
