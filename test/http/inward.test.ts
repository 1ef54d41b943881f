import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { createDispatchers } from '../../server/src/http/dispatchers.ts';
import { embeddedIpv4 } from '../../server/src/http/embedded-ipv4.ts';
import {
  InwardAddressError,
  isInNetwork,
  isInwardAddress,
  isInwardHost,
  isLoopbackHost,
  outwardLookup,
} from '../../server/src/http/inward.ts';

describe('addresses', () => {
  it.each([
    '127.0.0.1',
    '127.255.255.255',
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:a00:1',
    'fd00::1',
    'fe80::1%eth0',
    'ff02::1',
    '64:ff9b::7f00:1',
    '64:ff9b::c0a8:101',
    '64:ff9b::ac1f:1',
    '64:ff9b::100.64.0.1',
    '64:ff9b::0.0.0.0',
    '64:ff9b:1::1.1.1.1',
    '64:ff9b:1:ffff::',
    '::10.0.0.1',
    '::169.254.169.254',
    '::7f00:1',
    '::ffff:0:127.0.0.1',
    '::ffff:0:a9fe:a9fe',
    '2002:7f00:1::',
    '2002:c0a8:101:1::1',
    '2001:0:101:101::f5ff:fffe',
    '2001:0:a00:1::fefe:fefe',
    '2001:db8::5efe:10.0.0.1',
    '2606:4700::200:5efe:7f00:1',
    '168.63.129.16',
    'fd00:ec2::254',
    '192.0.2.1',
    '192.88.99.1',
    '198.51.100.1',
    '203.0.113.1',
    '::ffff:203.0.113.1',
    '100::1',
    '2001:2::1',
    '2001:10::1',
    '2001:2f::1',
    '2001:db8::1',
    '2001:db8:ffff::1',
    '3fff:fff::1',
    '5f00::1',
  ])('%s leads inward', address => {
    expect(isInwardAddress(address)).toBe(true);
  });

  it.each([
    '1.1.1.1',
    '11.0.0.1',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '192.167.0.1',
    '223.255.255.255',
    '2606:4700::1111',
    '::ffff:1.1.1.1',
    '64:ff9b::101:101',
    '::1.1.1.1',
    '::ffff:0:1.1.1.1',
    '2002:101:101::1',
    '2001:0:101:101::fefe:fefe',
    '2606:4700::5efe:1.1.1.1',
    '192.0.1.255',
    '192.0.3.0',
    '192.88.98.255',
    '198.51.99.255',
    '203.0.114.0',
    '100:0:0:1::1',
    '2001:2:1::1',
    '2001:30::1',
    '2001:db7::1',
    '3fff:1000::1',
    '5f01::1',
    '2001:4860:4860::8888',
    '2001:1::1',
    '168.63.129.17',
    'registry.example',
    '',
  ])('%s does not', address => {
    expect(isInwardAddress(address)).toBe(false);
  });
});

it.each<[string, readonly string[]]>([
  ['::10.1.2.3', ['10.1.2.3']],
  ['::ffff:10.1.2.3', ['10.1.2.3']],
  ['::ffff:a01:203', ['10.1.2.3']],
  ['0:0:0:0:0:ffff:10.1.2.3', ['10.1.2.3']],
  ['::ffff:0:10.1.2.3', ['10.1.2.3']],
  ['64:ff9b::10.1.2.3', ['10.1.2.3']],
  ['2002:a01:203::', ['10.1.2.3']],
  ['2001:0:102:304::f5fe:fdfc', ['1.2.3.4', '10.1.2.3']],
  ['2001::f5fe:fdfc', ['0.0.0.0', '10.1.2.3']],
  ['fe80::200:5efe:10.1.2.3', ['10.1.2.3']],
  ['2001:db8:1:2:0:5efe:a01:203', ['10.1.2.3']],
  ['64:ff9b:0:0:1::10.1.2.3', []],
  ['2001:db8::1', []],
  ['::1:0:0:0', []],
])('%s carries %j', (address, carried) => {
  expect(embeddedIpv4(address)).toEqual(carried);
});

it.each<[string, boolean, boolean]>([
  ['localhost', true, true],
  ['LOCALHOST', true, true],
  ['localhost.', true, true],
  ['app.localhost', true, true],
  ['[::1]', true, true],
  ['127.1.2.3', true, true],
  ['[::ffff:127.0.0.1]', true, true],
  ['[::ffff:7f01:203]', true, true],
  ['[::127.0.0.1]', true, false],
  ['[64:ff9b::7f00:1]', true, false],
  ['10.0.0.1', true, false],
  ['[::ffff:10.0.0.1]', true, false],
  ['metadata', true, false],
  ['Metadata.Google.Internal.', true, false],
  ['metadata.goog', true, false],
  ['metadata.tencentyun.com', true, false],
  ['instance-data.ec2.internal', true, false],
  ['100.100.100.200', true, false],
  ['minio', true, false],
  ['nas.local', true, false],
  ['nas.home.arpa', true, false],
  ['nas.localdomain', true, false],
  ['kubernetes.default.svc', true, false],
  ['nas.fritz.box', true, false],
  ['machine.mshome.net', true, false],
  ['internal.example', false, false],
  ['local.registry.example', false, false],
  ['registryinternal', true, false],
  ['tencentyun.com', false, false],
  ['1.1.1.1', false, false],
  ['[2606:4700::1111]', false, false],
  ['localhost.example', false, false],
  ['127.0.0.1.example', false, false],
  ['registry.example', false, false],
])('the host %s: inward %s, this machine %s', (host, inward, loopback) => {
  expect([isInwardHost(host), isLoopbackHost(host)]).toEqual([inward, loopback]);
});

it.each<[string, string, boolean]>([
  ['10.1.2.3', '10.0.0.0/8', true],
  ['11.1.2.3', '10.0.0.0/8', false],
  ['::ffff:10.1.2.3', '10.0.0.0/8', true],
  ['[fd00::1]', 'fd00::/8', true],
  ['10.1.2.3', 'fd00::/8', false],
  ['registry.example', '0.0.0.0/0', false],
  ['10.1.2.3', '10.0.0.0/33', false],
  ['10.1.2.3', '10.0.0.0', false],
  ['10.1.2.3', 'registry.example/8', false],
])('%s is in %s: %s', (address, network, inside) => {
  expect(isInNetwork(address, network)).toBe(inside);
});

describe('a name that resolves inward', () => {
  it.each([true, false])('is not found (all: %s)', async all => {
    const error = await new Promise(resolve => outwardLookup('localhost', { all }, resolve));
    expect(error).toBeInstanceOf(InwardAddressError);
  });

  it('is not connected to where somebody outside chose it', async () => {
    const server = createServer((_, response) => void response.end('inside'));
    await new Promise<void>(resolve => server.listen(0, 'localhost', resolve));
    const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
    const dispatchers = createDispatchers({ connect: 1000, headers: 1000, body: 1000, perHost: 2 }, {});
    try {
      await expect(request(url, { dispatcher: await dispatchers.outward() })).rejects.toThrow(InwardAddressError);
      const { body } = await request(url, { dispatcher: await dispatchers.open() });
      expect(await body.text()).toBe('inside');
    } finally {
      await dispatchers.close();
      await new Promise(resolve => server.close(resolve));
    }
  });
});
