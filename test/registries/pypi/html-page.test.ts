import { describe, expect, test } from 'vitest';
import { readHtmlPage } from '../../../server/src/registries/pypi/html-page.ts';

const LINK = '<a href="demo-1.0.tar.gz">demo-1.0.tar.gz</a>';
const META = '<meta name="pypi:repository-version" content="1.0">';

describe('a page that opens hundreds of thousands of elements is read in no more time than its length takes', () => {
  test.each([
    ['elements that nobody closes', `${META}${'<div>'.repeat(400_000)}${LINK}`, 1],
    ['links that nobody closes', `${META}${'<a href="demo-1.0.tar.gz">'.repeat(150_000)}`, 150_000],
    ['links that end all at once', `${META}${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}${LINK}`, 1],
  ])('%s', (_, html, files) => {
    expect(readHtmlPage(html, 'demo')?.files.length).toBe(files);
  });
});

test('links that lie in others, and in what is never closed, have their names', () => {
  const html = `<div><p>${LINK}<span><a href="demo-1.1.tar.gz">one<a href="demo-1.2.tar.gz">two</a></a></div>`;
  expect(readHtmlPage(html, 'demo')?.files.map(({ name }) => name)).toEqual([
    'demo-1.0.tar.gz',
    'demo-1.1.tar.gz',
    'demo-1.2.tar.gz',
  ]);
});
