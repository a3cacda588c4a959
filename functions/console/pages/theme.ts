/**
 * Ant Design's look, light and dark, with its colours moved as far as WCAG 2.2 AA needs: several of its own, blue on white and
 * grey hints among them, stay below 4.5 : 1.
 */
import { type ThemeConfig, theme } from 'antd';

export const light: ThemeConfig = {
  token: {
    colorPrimary: '#0958d9',
    // Ant Design's own are lighter: the words on a button that is pointed at would be too pale.
    colorPrimaryHover: '#003eb3',
    colorPrimaryActive: '#002c8c',
    colorInfo: '#0958d9',
    colorLink: '#0958d9',
    colorSuccess: '#237804',
    colorWarning: '#8a5300',
    colorError: '#b3121d',
    // The grounds that Ant Design has by itself: out of the darker colours it would make greyish ones.
    colorSuccessBg: '#f6ffed',
    colorSuccessBorder: '#b7eb8f',
    colorWarningBg: '#fffbe6',
    colorWarningBorder: '#ffe58f',
    colorErrorBg: '#fff2f0',
    colorErrorBorder: '#ffccc7',
    colorTextSecondary: 'rgba(0, 0, 0, 0.72)',
    colorTextTertiary: 'rgba(0, 0, 0, 0.65)',
    colorTextDescription: 'rgba(0, 0, 0, 0.65)',
    colorTextPlaceholder: 'rgba(0, 0, 0, 0.6)',
  },
};

export const dark: ThemeConfig = {
  algorithm: theme.darkAlgorithm,
  token: {
    colorPrimary: '#1668dc',
    colorLink: '#69b1ff',
    colorLinkHover: '#91caff',
    colorInfo: '#1668dc',
    colorErrorText: '#ff9c95',
    colorTextSecondary: 'rgba(255, 255, 255, 0.75)',
    colorTextTertiary: 'rgba(255, 255, 255, 0.65)',
    colorTextDescription: 'rgba(255, 255, 255, 0.65)',
    colorTextPlaceholder: 'rgba(255, 255, 255, 0.6)',
  },
  components: {
    // White words on the primary button, bright ones on the others.
    Button: { colorPrimaryHover: '#1554ad', defaultHoverColor: '#69b1ff', defaultHoverBorderColor: '#69b1ff' },
    // On grounds of their own colour, or in small letters.
    Form: { colorError: '#ff9c95' },
    Menu: { itemSelectedColor: '#69b1ff' },
    Pagination: { itemActiveColor: '#69b1ff', itemActiveColorHover: '#91caff' },
    Tag: { colorInfo: '#69b1ff', colorError: '#ff9c95' },
  },
};
